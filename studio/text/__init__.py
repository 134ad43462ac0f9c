"""Lettering: which font draws which character, in which order, and where a line may break."""
