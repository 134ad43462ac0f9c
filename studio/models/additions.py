"""Studio's own fields of an order, and the list of them by which a client knows that they are understood."""

from typing import Annotated

from pydantic import BaseModel, Field

from studio.additions import MAX_BIT_RATE, MAX_HOOKS, Additions
from studio.models.fields import given_or


class AdditionFields(BaseModel):
    """Fields that the vendor's contract does not have, at the top of an order of any generation."""

    hook: Annotated[int, given_or(1), Field(ge=1, le=MAX_HOOKS)] = 1
    """Which opening: videos of one product with another one differ in their first seconds."""
    evergreen: Annotated[bool, given_or(False)] = False
    """No price, rating, availability or address."""
    min_bit_rate: Annotated[int, given_or(0), Field(ge=0, le=MAX_BIT_RATE)] = 0
    """Kilobits a second that the pictures take at least."""

    @property
    def additions(self) -> Additions:
        """The neutral form."""
        return Additions(self.hook, self.evergreen, self.min_bit_rate)


class AdditionList(BaseModel):
    """The data of GET /additions: the names of these fields."""

    fields: tuple[str, ...] = tuple(AdditionFields.model_fields)
