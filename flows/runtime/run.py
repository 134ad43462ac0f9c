"""What a run is asked for, in groups of parameters. Imports no Prefect: a command reads and checks them at once."""

import inspect
from abc import abstractmethod

from pydantic import BaseModel, Field


class Group(BaseModel, frozen=True, extra="forbid"):
    """Some of the parameters of a run that belong together."""


class Named(Group):
    """What a run makes: the run is named after it."""

    @property
    @abstractmethod
    def label(self) -> str:
        """Some words for the name of the run."""


class StoreWhere(Group):
    """The store."""

    to: str = Field(
        default="videos", title="Destination", description="A folder, s3://bucket/prefix or block://s3-bucket/NAME."
    )


class Run(BaseModel, frozen=True, extra="forbid"):
    """All that a run is asked for. Each field is a `Group`; no two groups have a field of the same name."""

    @classmethod
    def places(cls) -> dict[str, str]:
        """Return the group of each parameter: `{"urls": "what", …}`. In version 0.1 these were the flow's own."""
        groups = {name: info.annotation for name, info in cls.model_fields.items()}
        return {
            field: name
            for name, group in groups.items()
            if inspect.isclass(group) and issubclass(group, Group)
            for field in group.model_fields
        }
