"""Lists of what an account has made for itself, on the wire. Studio's account has none, and each list is empty."""

from pydantic import BaseModel


class CustomAvatarInfo(BaseModel):
    """An avatar filmed for the account. Studio has none; the fields are the specification's."""

    id: int
    name: str
    video_url: str
    cover_url: str
    api_only: bool
    avatar_status: str
    fail_msg: str
    avatar_url: str


class CustomAvatarList(BaseModel):
    """The data of GET avatars/custom: there are none."""

    avatars: list[CustomAvatarInfo] = []
    total: int = 0
    page: int
    page_size: int


class PhotoAvatarInfo(BaseModel):
    """An avatar made of a photo. Studio has none; the fields are the specification's."""

    id: int
    name: str
    cover_url: str
    status: int
    fail_msg: str


class PhotoAvatarList(BaseModel):
    """The data of GET avatars/photo_avatars: there are none."""

    avatars: list[PhotoAvatarInfo] = []
    total: int = 0
    page: int
    page_size: int


class ProductAvatarInfo(BaseModel):
    """An avatar that holds a product. Studio has none; the fields are the specification's."""

    avatar_id: int
    name: str
    cover_url: str
    status: int
    fail_msg: str
    avatar_url: str
    aspect_ratio: int
    gender: str


class ProductAvatarList(BaseModel):
    """The data of GET avatars/product_avatars: there are none, under v2's name and that of all other lists."""

    product_avatars: list[ProductAvatarInfo] = []
    avatars: list[ProductAvatarInfo] = []


class CustomVoiceInfo(BaseModel):
    """A voice cloned for the account. Studio has none; the fields are the specification's."""

    name: str
    voice_id: str
    audio_url: str
    language: str


class CustomVoices(BaseModel):
    """The data of GET voices/custom: there are none."""

    total: int = 0
    voices: list[CustomVoiceInfo] = []
