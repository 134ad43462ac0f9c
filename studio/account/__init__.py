"""The client's account: its key, its credits, its rate limit."""
