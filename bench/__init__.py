"""Benchmarks: the budgets of the design beside a floor measured in the same run. It may import anything."""
