"""The pension domain: pure, exact, no I/O."""
