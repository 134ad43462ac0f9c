"""The console script `url2video`: one module a command."""
