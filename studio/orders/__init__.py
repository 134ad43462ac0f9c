"""What a client may order: products, renders. One core under every generation of the contract."""
