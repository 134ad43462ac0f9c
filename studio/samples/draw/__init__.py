"""Draws every picture of the sample shop: `python -m studio.samples.draw`.

The products do not exist, so neither do photographs of them. Each is modelled as signed-distance fields (the
technique of Hart, "Sphere tracing", 1996) and lit like a small photo studio: soft boxes, a seamless backdrop,
contact shadows, one bounce of reflection. Nothing is random between two runs.
"""
