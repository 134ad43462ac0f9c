"""What studio decides in place of what a client asked for. Unknown choices fall back and say so."""

from studio.catalogue import find_avatar, find_music, find_style, find_template, find_voice
from studio.jobs.render_job import COMMON_TEMPLATE, RenderSettings
from studio.script.languages import choose_language
from studio.script.styles import canonical_style


def notes_on(settings: RenderSettings) -> tuple[str, ...]:
    """One sentence for each choice that cannot be met."""
    avatar = find_avatar(settings.avatar_id)
    fallbacks = (
        find_style(settings.template_name).note,
        find_template(settings.index_template_name).note,
        avatar.note,
        find_voice(settings.voice_id, avatar.avatar).note,
        find_music(settings.music_id).note,
        canonical_style(settings.script_style).note,
        choose_language(settings.language).note,
    )
    return tuple(note for note in (*fallbacks, *account_notes(settings)) if note)


def account_notes(settings: RenderSettings) -> tuple[str, ...]:
    """What only the account's own library would have."""
    templates = f"This account has no templates of its own: template_type {settings.template_type!r} was ignored."
    avatars = f"This account has no custom avatars: {settings.avatar_id} was used as a public avatar."
    return (
        *((templates,) if settings.template_type != COMMON_TEMPLATE else ()),
        *((avatars,) if settings.custom_avatar else ()),
    )
