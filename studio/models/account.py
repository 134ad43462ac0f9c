"""The account on the wire."""

from pydantic import BaseModel


class Whoami(BaseModel):
    """The one account there is."""

    email: str = "studio@localhost"
    username: str = "studio"


class Quota(BaseModel):
    """The balance."""

    remaining_quota: float
