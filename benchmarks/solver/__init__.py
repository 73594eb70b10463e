"""The solver beside its peers: `python -m benchmarks.solver`."""
