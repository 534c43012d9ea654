"""Listening and speaking."""
