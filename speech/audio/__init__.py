"""Sound as bytes and arrays: formats, rates, levels."""
