"""The script: what the video says, written from the facts of the page alone."""
