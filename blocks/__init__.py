"""Blocks: what the flows talk to. Prefect blocks and the plain typed code behind them."""
