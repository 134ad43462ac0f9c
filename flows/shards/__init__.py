"""Splitting a catalog over several runs, and gathering what they did."""
