"""Time: layers, clips and transitions, what moves and how."""
