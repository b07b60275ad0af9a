"""What the benchmarks hold Luyue against: other ways to do the same."""
