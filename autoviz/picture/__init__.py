"""Pictures: pure functions from a Trace to something drawn, on screen or in a file."""
