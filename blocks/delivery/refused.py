"""How the decoding process refuses bytes."""


class RefusedError(Exception):
    """The bytes are no sound video or picture: a sentence, and a code for programs."""

    def __init__(self, message: str, code: str) -> None:
        """Keep both."""
        super().__init__(message)
        self.message = message
        self.code = code
