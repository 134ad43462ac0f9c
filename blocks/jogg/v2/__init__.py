"""Generation 2 of the contract, under `/v2`."""
