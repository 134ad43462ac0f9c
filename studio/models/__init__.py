"""The wire: what clients send and get, one module a contract generation."""
