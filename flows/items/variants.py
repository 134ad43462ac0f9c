"""Several looks of one product: which settings may have several values, and how a table writes them."""

from pydantic import BaseModel, ConfigDict, Field

from blocks.jogg.settings import LanguageName, ScriptStyleName, ShapeName, StyleName

VALUE_SEPARATOR = "|"


class Variants(BaseModel):
    """Values of which each makes a video, in every combination, for rows that say nothing else."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    aspect_ratio: tuple[ShapeName, ...] = Field(default=(), description="For instance portrait and square.")
    language: tuple[LanguageName, ...] = Field(default=(), description="For instance english and german.")
    script_style: tuple[ScriptStyleName, ...] = Field(default=(), description="For instance Discovery and Storytime.")
    hook: tuple[int, ...] = Field(default=(), description="Openings, for instance 1, 2 and 3. Studio only.")
    template_name: tuple[StyleName, ...] = Field(default=(), description="Visual styles.")


VARIANT_FIELDS = tuple(Variants.model_fields)
