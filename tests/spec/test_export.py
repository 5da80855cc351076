import pytest

from fastapi_backend_builder.errors import UsageError
from fastapi_backend_builder.spec.options import Options
from fastapi_backend_builder.spec.resource import Resource


def test_without_a_list_there_is_no_file_of_it() -> None:
    with pytest.raises(UsageError, match="there is no list") as caught:
        Resource.parse("Todo", ["title:str"], Options(only="get,create", export=True))

    assert caught.value.hint == "add list to --only, or leave out --export"


@pytest.mark.parametrize("name", ["format", "bom"])
def test_the_parameters_of_the_file_are_no_fields(name: str) -> None:
    with pytest.raises(UsageError, match=f"both make the parameter '{name}'") as caught:
        Resource.parse("Book", ["title:str", f"{name}:enum=paper/audio"], Options(export=True))

    assert caught.value.hint == f"rename the field, for instance to 'file_{name}'"
    assert Resource.parse("Book", [f"{name}:str"], Options())
