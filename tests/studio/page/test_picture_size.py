"""Larger renditions of thumbnails."""

import pytest

from studio.page.picture_size import larger


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://img.example/a.jpg?imwidth=103", "https://img.example/a.jpg?imwidth=1200"),
        ("https://img.example/a?wid=80&hei=80&fmt=jpg", "https://img.example/a?wid=1200&fmt=jpg"),
        ("https://i.ebayimg.com/images/g/x/s-l64.jpg", "https://i.ebayimg.com/images/g/x/s-l1600.jpg"),
        (
            "https://i.etsystatic.com/1/r/il/b/2/il_75x75.2_x.jpg",
            "https://i.etsystatic.com/1/r/il/b/2/il_fullxfull.2_x.jpg",
        ),
        ("https://m.media-amazon.com/images/I/41x._AC_US40_.jpg", "https://m.media-amazon.com/images/I/41x.jpg"),
        ("https://cdn.shopify.com/s/files/1/a_100x100.jpg?v=2", "https://cdn.shopify.com/s/files/1/a.jpg?v=2"),
        ("https://ae01.alicdn.com/kf/H1.jpg_50x50.jpg", "https://ae01.alicdn.com/kf/H1.jpg"),
        ("https://img.example/a.jpg?w=100&signature=ab", "https://img.example/a.jpg?w=100&signature=ab"),
        ("https://img.example/a_100.jpg", "https://img.example/a_100.jpg"),
    ],
)
def test_a_larger_rendition_is_asked_for_where_the_address_says_how(address: str, expected: str) -> None:
    assert larger(address) == expected
