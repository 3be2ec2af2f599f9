"""What things cost. ``python -m benchmarks`` prints the table of ``README.md``."""
