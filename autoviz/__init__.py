"""autoviz."""
