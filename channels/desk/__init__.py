"""The desk of the human agents, under ``/desk``."""
