from fastapi_backend_builder.plan import Create, Edit, fold


def test_an_edit_of_a_new_file_is_part_of_its_creation() -> None:
    made = Create("a.py", b"1", "resource A", executable=True)
    assert fold([made, Edit("a.py", b"1", b"2", "refer to B")]) == (
        Create("a.py", b"2", "resource A", executable=True),
    )


def test_edits_of_one_file_are_one_behind_the_rest() -> None:
    first, second = Edit("r.py", b"1", b"2", "include a"), Edit("r.py", b"2", b"3", "include b")
    made = Create("b.py", b"", "resource B")
    assert fold([first, made, second]) == (
        made,
        Edit("r.py", b"1", b"3", "include a, include b"),
    )
