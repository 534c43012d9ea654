"""The way back from an agency's own desk over HTTP (docs/webhook.md)."""
