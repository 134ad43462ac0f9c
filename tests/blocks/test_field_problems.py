from blocks.field_problems import first_few


def test_of_many_texts_the_first_are_named_and_a_sign_says_that_there_are_more() -> None:
    named = [first_few("abcd"[:count], 3) for count in range(5)]
    assert named == ["", "a", "a, b", "a, b, c", "a, b, c, …"]
