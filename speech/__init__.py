"""Listening and speaking, offline. ``ports`` and ``values`` are what the rest of the project sees."""
