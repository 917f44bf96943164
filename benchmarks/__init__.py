"""Measure the engine: `python -m benchmarks` writes the table of docs/explanation/performance.md."""
