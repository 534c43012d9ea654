"""The policy corpus: reading, cutting, encoding, retrieval and index versions."""
