"""Avatars: the ids that clients know and the drawn presenter who stands for each.

The ids are those that clients and the service's documentation hard-code (1 is the default of the n8n node, 37 of the
guide). A presenter is drawn by `studio.scenes.presenter`, in any aspect ratio.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Avatar:
    """One avatar as listed to clients."""

    id: int
    name: str
    gender: str
    age: str


@dataclass(frozen=True, slots=True)
class AvatarChoice:
    """The avatar that will present."""

    avatar: Avatar
    note: str = ""
    """What was decided in place of an unknown id."""


AVATARS: tuple[Avatar, ...] = (
    Avatar(1, "Maya", "female", "young"),
    Avatar(37, "Leo", "male", "young"),
    Avatar(81, "Amara", "female", "young"),
    Avatar(127, "Kenji", "male", "young"),
    Avatar(204, "Sofia", "female", "middle"),
    Avatar(412, "Omar", "male", "middle"),
    Avatar(1025, "Ingrid", "female", "senior"),
    Avatar(1695, "Priya", "female", "young"),
    Avatar(1756, "Marcus", "male", "middle"),
    Avatar(1768, "Layla", "female", "young"),
)

_BY_ID = {avatar.id: avatar for avatar in AVATARS}


def find_avatar(avatar_id: int) -> AvatarChoice:
    """The avatar of an id; an unknown id always falls back to the same one of ours, with a note."""
    if avatar_id in _BY_ID:
        return AvatarChoice(_BY_ID[avatar_id])
    avatar = AVATARS[abs(avatar_id) % len(AVATARS)]
    return AvatarChoice(avatar, f"avatar {avatar_id} is unknown; {avatar.name} (avatar {avatar.id}) is used instead")
