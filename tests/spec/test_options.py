from fastapi_backend_builder.spec.options import Options


def test_they_are_written_as_on_the_command_line() -> None:
    options = Options(owned_by="User", only="list,get", sync=True)

    assert list(options.words()) == ["--owned-by", "User", "--only", "list,get", "--sync"]
