"""AI scripts on the wire: v2 answers later, v1 at once."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator

from studio.jobs.script_store import ScriptStatus, WrittenScript
from studio.models.choices import Choice, language_choice, script_style_choice
from studio.models.fields import LongText, ShortText, SomeId, given_or
from studio.models.video import Language, Length, StyleName

V1_STYLES = ("Storytime", "Top 3 reasons", "Data", "Light marketing")
"""What v1 writes without being asked: the four of its guide's example."""


def _as_object(value: Any) -> Any:
    return {"id": value} if isinstance(value, str) else value


class ProductData(BaseModel):
    """A product by its id, or as stated."""

    id: SomeId = ""
    product_id: SomeId = ""
    name: ShortText = ""
    description: LongText = ""


class ProductSource(BaseModel):
    """`product_info`."""

    source_type: Literal["id", "details"]
    data: Annotated[ProductData, BeforeValidator(_as_object)]


class ScriptBody(BaseModel):
    """POST /v2/ai_scripts."""

    language: Language = "english"
    video_length_seconds: Length
    script_style: StyleName
    product_info: ProductSource
    target_audience: ShortText = ""

    @property
    def choices(self) -> tuple[Choice, ...]:
        """What is chosen by name."""
        return (
            script_style_choice("script_style", self.script_style),
            language_choice("language", self.language),
        )


class ScriptV1Body(BaseModel):
    """POST /v1/ai_scripts: a product by its id, or name and description."""

    product_id: SomeId = ""
    name: ShortText = ""
    description: LongText = ""
    target_audience: ShortText = ""
    language: Language = "english"
    video_length: Annotated[Length, given_or("30")] = "30"

    @property
    def choices(self) -> tuple[Choice, ...]:
        """What is chosen by name."""
        return (language_choice("language", self.language),)


class GeneratedScript(BaseModel):
    """One script, a sentence a paragraph."""

    script_style: str
    script_paragraphs: list[str]


class GeneratedScripts(BaseModel):
    """All scripts of a task."""

    generated_scripts: list[GeneratedScript]

    @classmethod
    def of(cls, written: tuple[WrittenScript, ...]) -> "GeneratedScripts":
        """The answer for written scripts."""
        return cls(
            generated_scripts=[
                GeneratedScript(script_style=script.style, script_paragraphs=list(script.paragraphs))
                for script in written
            ]
        )


class TaskId(BaseModel):
    """A task was accepted."""

    task_id: str


class ScriptResult(BaseModel):
    """The data of GET /v2/ai_scripts/results/{task_id}."""

    task_id: str
    status: ScriptStatus
    data: GeneratedScripts
    err_msg: str = ""
