"""Ways in: each channel parses its payload and renders a whole reply."""
