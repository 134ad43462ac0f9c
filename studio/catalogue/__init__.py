"""What a client may choose: visual styles, templates, avatars. Unknown choices fall back and say so."""

from studio.catalogue.avatars import AVATARS, Avatar, AvatarChoice, find_avatar
from studio.catalogue.styles import STYLES, StyleChoice, VisualStyle, find_style
from studio.catalogue.templates import TEMPLATES, Template, TemplateChoice, find_template

__all__ = [
    "AVATARS",
    "STYLES",
    "TEMPLATES",
    "Avatar",
    "AvatarChoice",
    "StyleChoice",
    "Template",
    "TemplateChoice",
    "VisualStyle",
    "find_avatar",
    "find_style",
    "find_template",
]
