"""What a client may choose: visual styles, templates, avatars, voices, music. Unknown choices fall back and say so."""

from studio.catalogue.avatars import AVATARS, Avatar, AvatarChoice, find_avatar
from studio.catalogue.music import MUSIC, MusicChoice, find_music
from studio.catalogue.styles import STYLES, StyleChoice, VisualStyle, find_style
from studio.catalogue.templates import TEMPLATES, Template, TemplateChoice, find_template
from studio.catalogue.voices import VOICES, VoiceChoice, find_voice

__all__ = [
    "AVATARS",
    "MUSIC",
    "STYLES",
    "TEMPLATES",
    "VOICES",
    "Avatar",
    "AvatarChoice",
    "MusicChoice",
    "StyleChoice",
    "Template",
    "TemplateChoice",
    "VisualStyle",
    "VoiceChoice",
    "find_avatar",
    "find_music",
    "find_style",
    "find_template",
    "find_voice",
]
