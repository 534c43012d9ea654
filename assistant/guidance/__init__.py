"""Which matter a citizen has to attend to, and how: read from ``assistant/data/services/``, no I/O at import."""
