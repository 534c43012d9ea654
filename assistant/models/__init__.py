"""Optional language models."""
