"""A product's photos: loaded, looked at, fitted."""
