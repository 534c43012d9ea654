"""The public HTTP and WebSocket contract (docs/http-api.md)."""
