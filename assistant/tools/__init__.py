"""What a citizen can have worked out."""
