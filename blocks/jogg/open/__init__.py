"""Generation 1 of the contract, under `/open`."""
