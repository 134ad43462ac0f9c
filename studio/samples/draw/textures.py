"""Natural surfaces: wood, stone, glaze, leather, cloth."""

import numpy as np

from studio.samples.draw.noise import layered, noise
from studio.samples.draw.scene import Material, Texture
from studio.samples.draw.vectors import Scalars, Vectors, column, hypotenuse, mix, rgb, smoothstep


def wood(light: str, dark: str, axis: int = 1, rings: float = 9.0) -> Texture:
    """Year rings around a pith that lies off the piece, and pores along the grain `axis` (0 = x, 1 = y, 2 = z)."""
    pale, deep = column(rgb(light)), column(rgb(dark))
    across = [i for i in range(3) if i != axis]

    def texture(p: Vectors) -> Vectors:
        stretched = p * _along(axis, 0.25, 1.0)
        sway = layered(stretched, 2.2, 2) * np.float32(0.22)
        radius = hypotenuse(p[across[0]] + np.float32(0.9), p[across[1]] * np.float32(0.6) + np.float32(0.35)) + sway
        phase = radius * np.float32(rings)
        ring = phase - np.floor(phase)
        band = smoothstep(0.0, 0.75, ring) * (1 - smoothstep(0.85, 1.0, ring))
        fibre = noise(p * _along(axis, 1.0, 14.0), 6, 3)
        return mix(np.broadcast_to(pale, p.shape), deep, np.clip(0.55 * band + 0.45 * fibre - 0.1, 0, 1))

    return texture


def _along(axis: int, here: float, elsewhere: float) -> Vectors:
    """A scale (3, 1) that differs along one axis."""
    return np.array([[here if i == axis else elsewhere] for i in range(3)], np.float32)


def oak(axis: int = 1) -> Material:
    """Oiled oak with its grain along an axis."""
    return Material(wood("#d9b083", "#a97845", axis), roughness=0.5)


def walnut(axis: int = 1) -> Material:
    """Oiled walnut."""
    return Material(wood("#8a5a38", "#4f2f1c", axis), roughness=0.45)


def speckled(base: str, speck: str, scale: float = 46.0) -> Texture:
    """A stoneware glaze with iron specks and slow shifts of tone."""
    ground, iron = column(rgb(base)), column(rgb(speck))

    def texture(p: Vectors) -> Vectors:
        specks = smoothstep(0.84, 0.9, noise(p, scale, 5))
        cloud = np.float32(0.9) + np.float32(0.2) * layered(p, 2.4, 2, 9)
        return mix(ground * cloud, iron, specks * np.float32(0.8))

    return texture


def clay(p: Vectors) -> Scalars:
    """Relief of unglazed clay or rough stone."""
    return layered(p, 30, 2) * np.float32(0.006)


def leather(p: Vectors) -> Scalars:
    """Relief of fine-grained leather."""
    relief: Scalars = np.abs(layered(p, 62, 2) - np.float32(0.5)) * np.float32(0.007)
    return relief


def weave(p: Vectors) -> Scalars:
    """Relief of coarse cloth."""
    threads = np.sin(p[0] * 150) * np.sin(p[2] * 150) + np.sin(p[1] * 150)
    relief: Scalars = threads * np.float32(0.0014) + noise(p, 20) * np.float32(0.006)
    return relief


def marble(base: str = "#eceae6", vein: str = "#a9a59e") -> Texture:
    """White stone with soft veins."""
    ground, dark = column(rgb(base)), column(rgb(vein))

    def texture(p: Vectors) -> Vectors:
        bend = layered(p, 1.3, 3, 4) * np.float32(5)
        line = np.abs(np.sin(p[0] * 1.6 + p[2] * 2.3 + bend))
        return mix(np.broadcast_to(ground, p.shape), dark, (1 - smoothstep(0.0, 0.22, line)) * np.float32(0.55))

    return texture
