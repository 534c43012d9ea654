"""The core of the pension assistant and its service."""
