"""Reads sound as syllables: a small network on what Whisper's encoder makes of it, without a language model of its own."""
