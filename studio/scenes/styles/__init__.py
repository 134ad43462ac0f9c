"""The six visual styles of the contract, each a choice of layouts and paths."""
