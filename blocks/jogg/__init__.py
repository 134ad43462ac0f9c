"""The Jogg.ai service: credentials block, client, one module a contract generation, and the retry rule."""
