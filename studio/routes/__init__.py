"""The HTTP routes, one module a face of the server."""
