import pytest

from fastapi_backend_builder.errors import UsageError
from fastapi_backend_builder.spec.options import Options
from fastapi_backend_builder.spec.resource import Resource


def test_without_a_list_there_is_no_file_of_it() -> None:
    with pytest.raises(UsageError, match="there is no list") as caught:
        Resource.parse("Todo", ["title:str"], Options(only="get,create", export=True))

    assert caught.value.hint == "add list to --only, or leave out --export"


def test_the_parameter_for_the_format_is_no_field() -> None:
    with pytest.raises(UsageError, match="both make the parameter 'format'") as caught:
        Resource.parse("Book", ["title:str", "format:enum=paper/audio"], Options(export=True))

    assert caught.value.hint == "rename the field, for instance to 'file_format'"
    assert Resource.parse("Book", ["format:str"], Options())


def test_who_may_get_one_of_them_without_the_list_would_get_no_file() -> None:
    with pytest.raises(UsageError, match="as open as each of its rows"):
        Resource.parse("Book", ["title:str"], Options(roles="get=public", export=True))

    assert Resource.parse("Book", ["title:str"], Options(roles="list=public", export=True))
    assert Resource.parse("Book", ["title:str"], Options(roles="get=public"))
