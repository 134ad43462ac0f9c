"""The ledger: who is at which video, what was paid for it, and how far it came."""
