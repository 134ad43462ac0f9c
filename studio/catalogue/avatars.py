"""Avatars: the ids that clients know and the drawn presenter who stands for each.

The ids are those that clients and the service's documentation hard-code (1 is the default of the n8n node, 37 of the
guide). A presenter is drawn by `studio.scenes.figure.presenter`, in any aspect ratio; each is listed in one, as on the
service, where a presenter is filmed in one (1768, 1756 and 204 are known to be portrait, landscape and square).
"""

from dataclasses import dataclass

from studio.render_request import AspectRatio


@dataclass(frozen=True, slots=True)
class Avatar:
    """One avatar as listed to clients."""

    id: int
    name: str
    gender: str
    age: str
    """Our words: young, middle, senior."""
    style: str
    """professional or social, after the clothes."""
    scene: str
    ethnicity: str
    ratio: AspectRatio


@dataclass(frozen=True, slots=True)
class AvatarChoice:
    """The avatar that will present."""

    avatar: Avatar
    note: str = ""
    """What was decided in place of an unknown id."""


PORTRAIT, LANDSCAPE, SQUARE = AspectRatio.PORTRAIT, AspectRatio.LANDSCAPE, AspectRatio.SQUARE

AVATARS: tuple[Avatar, ...] = (
    Avatar(1, "Maya", "female", "young", "professional", "business", "north_american", LANDSCAPE),
    Avatar(37, "Leo", "male", "young", "professional", "lifestyle", "european", PORTRAIT),
    Avatar(81, "Amara", "female", "young", "social", "lifestyle", "african", PORTRAIT),
    Avatar(127, "Kenji", "male", "young", "social", "education", "east_asian", PORTRAIT),
    Avatar(204, "Sofia", "female", "middle", "professional", "studio", "south_american", SQUARE),
    Avatar(412, "Omar", "male", "middle", "professional", "business", "middle_eastern", LANDSCAPE),
    Avatar(1025, "Ingrid", "female", "senior", "professional", "education", "european", PORTRAIT),
    Avatar(1695, "Priya", "female", "young", "professional", "health_fitness", "south_asian", SQUARE),
    Avatar(1756, "Marcus", "male", "middle", "professional", "news", "african", LANDSCAPE),
    Avatar(1768, "Layla", "female", "young", "professional", "outdoors", "middle_eastern", PORTRAIT),
)
"""Styles, scenes and ethnicities are words of the contract's filters (OpenAPI v2, avatars/public)."""

_BY_ID = {avatar.id: avatar for avatar in AVATARS}


def find_avatar(avatar_id: int) -> AvatarChoice:
    """The avatar of an id; an unknown id always falls back to the same one of ours, with a note."""
    if avatar_id in _BY_ID:
        return AvatarChoice(_BY_ID[avatar_id])
    avatar = AVATARS[abs(avatar_id) % len(AVATARS)]
    return AvatarChoice(avatar, f"avatar {avatar_id} is unknown; {avatar.name} (avatar {avatar.id}) is used instead")
