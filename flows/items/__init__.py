"""One item: what it is, its claim, plan, budget, payment, waiting, publication and result."""
