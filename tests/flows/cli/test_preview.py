"""The command line of previews: what a person answers, and the command that the gallery offers."""

import shlex

import pytest

from blocks.channels.profile import Channel
from blocks.jogg.settings import ApiGeneration, AspectRatio, RenderSettings, TemplateType
from flows.cli.preview import chosen_styles
from flows.items.commands import ApproveCommand
from flows.runtime.settings import ServiceChoice

STYLES = ("FullScreen", "Card Stacking", "Avatar Bubble")


@pytest.mark.parametrize(
    ("answer", "chosen"),
    [
        ("", ()),
        ("2", ("Card Stacking",)),
        ("3, 1", ("Avatar Bubble", "FullScreen")),
        ("card stacking,2", ("Card Stacking",)),
        ("4", None),
        ("0", None),
        ("1, nope", None),
    ],
)
def test_styles_are_chosen_by_number_or_name(answer: str, chosen: tuple[str, ...] | None) -> None:
    assert chosen_styles(answer, STYLES) == chosen


def test_the_command_gives_back_all_that_is_not_the_default_and_is_safe_in_a_shell() -> None:
    command = ApproveCommand(
        to="s3://bucket/with space",
        settings=RenderSettings(
            template_type=TemplateType.USER,
            aspect_ratio=AspectRatio.SQUARE,
            language="german",
            length=15,
            music_id=0,
            subtitles=False,
        ),
        service=ServiceChoice(generation=ApiGeneration.V2, base_url="http://127.0.0.1:8777", shared_pace=True),
        channel=Channel.META,
    )
    line = command.line("https://shop.example/p?a=1&b=$(rm -rf /)", ["Card Stacking", "FullScreen"])
    assert shlex.split(line) == [
        *("url2video", "preview", "https://shop.example/p?a=1&b=$(rm -rf /)"),
        *("--approve", "Card Stacking,FullScreen", "--to", "s3://bucket/with space"),
        *(
            "--base-url",
            "http://127.0.0.1:8777",
            "--for",
            "meta",
            "--template-type",
            "user",
            "--aspect",
            "square",
            "--language",
            "german",
        ),
        *("--length", "15", "--music", "0", "--shared-pace", "--no-subtitles"),
    ]
