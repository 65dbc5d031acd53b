"""Benchmarks: each pairs us with the alternative in one run and compares medians."""
