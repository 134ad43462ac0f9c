"""The pictures of the video: layout, motion, text, presenters."""
