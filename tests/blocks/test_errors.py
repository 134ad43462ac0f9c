"""The error tree: an error keeps what it knows wherever it goes."""

import pickle

import pytest

from blocks.errors import RateLimitedError, Stage, Url2VideoError, VideoUnavailableError


@pytest.mark.parametrize(
    "error",
    [
        Url2VideoError("m", code="c", stage=Stage.CATALOG, request_id="r", next_step="n"),
        RateLimitedError("m", retry_after=3.5, stage=Stage.CREATE_PRODUCT),
        VideoUnavailableError("m", code="c", link_expired=True),
    ],
)
def test_an_error_survives_the_way_through_a_result(error: Url2VideoError) -> None:
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is type(error)
    assert str(again) == str(error)
    assert vars(again) == vars(error)
