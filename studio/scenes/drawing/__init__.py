"""Pixels: boxes, colours, canvases, sprites and the frame in the encoder's planes."""
