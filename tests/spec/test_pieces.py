from fastapi_backend_builder.spec.pieces import Piece


def test_split_pieces_know_where_they_stand() -> None:
    pieces = Piece.whole("title:str:max=9").split(":")

    assert [(piece.text, piece.start) for piece in pieces] == [
        ("title", 0),
        ("str", 6),
        ("max=9", 10),
    ]


def test_the_value_of_a_pair_knows_where_it_stands() -> None:
    *_, pair = Piece.whole("title:max=9").split(":")
    _, value = pair.partition("=")

    assert value
    assert (value.text, value.start) == ("9", 10)


def test_only_the_first_separator_cuts() -> None:
    _, value = Piece.whole("default=a=b").partition("=")

    assert value
    assert value.text == "a=b"


def test_a_pair_without_a_separator_has_no_value() -> None:
    assert Piece.whole("optional").partition("=")[1] is None


def test_an_error_points_at_the_piece() -> None:
    kind = Piece.whole("title:strng:max=9").split(":")[1]

    assert kind.error("unknown type 'strng'", hint="...").message == (
        "unknown type 'strng' in 'title:strng:max=9'\n    title:strng:max=9\n          ^^^^^"
    )


def test_an_error_about_nothing_still_has_a_caret() -> None:
    empty = Piece.whole("title:").split(":")[1]

    assert empty.error("no type", hint="...").message.endswith("\n          ^")
