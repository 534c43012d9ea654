"""Mends what a recogniser misheard, by sound and context."""
