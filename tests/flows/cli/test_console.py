"""What a person sees of a run: nothing folded, everything openable, and where a queued video stands."""

import io
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from rich.console import Console

from blocks.finding import Finding, Rule
from blocks.jogg.corrections import Corrections
from blocks.jogg.settings import ApiGeneration, RenderSettings
from blocks.ledger.record import PublishedVideo, RecordedError
from blocks.ledger.state import ItemState
from flows.catalog.run import Where
from flows.cli.console import TerminalView, place_in_queue
from flows.cli.next_steps import DemoSteps, NextSteps
from flows.cli.result_table import result_table, video_folder
from flows.items.item import Item
from flows.items.result import BatchResult, ItemResult

LONG = "a-very-long-name-of-a-product-that-no-terminal-of-eighty-columns-can-hold"


def made(name: str, root: Path, state: ItemState = ItemState.PUBLISHED) -> ItemResult:
    item = Item(1, f"https://shop.example/{name}", Corrections(), RenderSettings(), ApiGeneration.OPEN)
    key = f"videos/shop.example/{name}-{item.fingerprint}.mp4"
    video = PublishedVideo(key=key, size=2_500_000, sha256="0" * 64, seconds=15.1)
    return ItemResult(item, state, video, str(root / key), credits=Decimal(1))


def failed(name: str) -> ItemResult:
    item = Item(1, f"https://shop.example/{name}", Corrections(), RenderSettings(), ApiGeneration.OPEN)
    return ItemResult(item, ItemState.FAILED, failure=RecordedError(code="x", message="The page shows no product."))


def drawn(batch: BatchResult, width: int) -> list[str]:
    console = Console(file=io.StringIO(), width=width, force_terminal=True, color_system="standard")
    with console.capture() as printed:
        console.print(result_table(batch))
    return printed.get().splitlines()


@pytest.mark.parametrize("width", [80, 140])
def test_each_video_is_one_line_of_the_terminal_and_a_link_to_its_file(width: int, tmp_path: Path) -> None:
    batch = BatchResult("b", (made("teapot", tmp_path), made(LONG, tmp_path), failed("cup")))
    _, teapot, long, cup = drawn(batch, width)
    assert f"file://{tmp_path}/videos/shop.example/teapot-" in teapot
    assert f"file://{tmp_path}/videos/shop.example/{LONG}-" in long, "the link is whole where the name is cut"
    assert "cup: The page shows no product." in cup


def test_what_was_found_in_a_published_video_stands_below_its_name(tmp_path: Path) -> None:
    result = made("teapot", tmp_path)
    assert result.video is not None
    finding = Finding(rule=Rule.CHANNEL_LENGTH, measured="4.2 s", wanted="at least 6 s for google")
    checked = replace(result, video=result.video.model_copy(update={"findings": (finding,)}))
    _, teapot, found = drawn(BatchResult("b", (checked,)), 140)
    assert "teapot" in teapot
    assert "length for the channel: 4.2 s, wanted at least 6 s for google" in found


def test_a_pipe_gets_whole_names_and_the_folder_once(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    batch = BatchResult("b", (made("teapot", tmp_path), made(LONG, tmp_path)))
    TerminalView(NextSteps(Where())).finished(batch, f"{tmp_path}/a b/index.html")
    shown = capsys.readouterr().out
    lines = shown.splitlines()
    assert [line.split()[-1] for line in lines[1:3]] == [Path(each.address).name for each in batch.results]
    assert lines[3:6] == [
        "2 items: 2 published. 2 credits taken in this run.",
        f"Videos:  {tmp_path}/videos/shop.example/",
        f"Gallery: file://{tmp_path}/a%20b/index.html",
    ]
    assert shown.count(str(tmp_path)) == 2
    assert "\x1b" not in shown
    assert not any(line.endswith(" ") for line in lines)


def test_the_folder_is_the_one_that_all_videos_share(tmp_path: Path) -> None:
    other = made("cup", tmp_path)
    moved = ItemResult(
        other.item,
        other.state,
        PublishedVideo(key="videos/b.example/cup.mp4", size=1, sha256="0" * 64, seconds=1),
        f"{tmp_path}/videos/b.example/cup.mp4",
    )
    assert video_folder(BatchResult("b", (made("teapot", tmp_path), moved))) == f"{tmp_path}/videos/"
    assert video_folder(BatchResult("b", (failed("cup"),))) == ""


def test_a_demo_speaks_of_no_credits(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    view = TerminalView(DemoSteps(Where()))
    view.planned("1 item: 1 to render for 1 credit, no budget set.", 1)
    view.finished(BatchResult("b", (made("teapot", tmp_path),)), "")
    shown = capsys.readouterr().out
    assert "credit" not in shown
    assert "1 item: 1 published." in shown


@pytest.mark.parametrize("voice", [None, object()], ids=["no natural voice", "a natural voice"])
def test_a_demo_says_once_how_to_get_a_natural_voice(voice: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.cli.next_steps.find_spec", lambda _: voice)
    lines = DemoSteps(Where()).lines(BatchResult("b", ()), "")
    assert ("pip install 'url2video[voices]'" in lines) == (voice is None)
    assert "url2video studio" in lines


@pytest.mark.parametrize(
    ("results", "commands"),
    [
        ([ItemState.PUBLISHED], ["url2video status s3://b", "url2video make --catalog products.csv --changed"]),
        ([ItemState.FAILED], ["url2video make --catalog /g/retry.jsonl --to s3://b", "url2video status s3://b"]),
        ([ItemState.AMBIGUOUS], ["url2video finish --to s3://b", "url2video status s3://b"]),
        (
            [ItemState.RENDERING, ItemState.UNAFFORDABLE],
            ["url2video finish --to s3://b", "url2video make --catalog /g/retry.jsonl --to s3://b"],
        ),
    ],
)
def test_the_next_commands_fit_what_is_left(results: list[ItemState], commands: list[str], tmp_path: Path) -> None:
    batch = BatchResult("b", tuple(made(state.value, tmp_path, state) for state in results))
    lines = NextSteps(Where(to="s3://b")).lines(batch, "/g/index.html")
    assert [line.startswith(command) for line, command in zip(lines, commands, strict=True)] == [True, True], lines


@pytest.mark.parametrize(
    ("position", "words"),
    [(None, "queued"), (1, "queued, 1st"), (3, "queued, 3rd"), (11, "queued, 11th"), (22, "queued, 22nd")],
)
def test_a_queued_video_has_its_place(position: int | None, words: str) -> None:
    assert place_in_queue(position) == words
