"""The drawn presenters."""
