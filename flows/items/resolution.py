"""What a person has found out about an ambiguous render."""

from typing import Self

from pydantic import Field, model_validator

from flows.runtime.run import Group


class Resolution(Group):
    """What a person has found out about a render of which the service can't tell whether it was accepted."""

    adopt: str = Field(
        default="",
        title="Adopt",
        description="Id of the render in the service's own list: it was accepted and is ours.",
    )
    never_accepted: bool = Field(
        default=False, title="Never accepted", description="The service has no such render: it may be paid for again."
    )

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if bool(self.adopt) is self.never_accepted:
            raise ValueError("say either which render to adopt, or that none was ever accepted")
        return self
