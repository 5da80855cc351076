import pytest

from fastapi_backend_builder.errors import UsageError
from fastapi_backend_builder.spec.options import Options
from fastapi_backend_builder.spec.resource import Resource


def test_where_nothing_is_written_there_is_nothing_for_many() -> None:
    with pytest.raises(UsageError, match="there is none of them") as caught:
        Resource.parse("Todo", ["title:str"], Options(only="list,get", bulk=True))

    assert caught.value.hint == "add one to --only, or leave out --bulk"


@pytest.mark.parametrize("operation", ["create", "delete,get"])
def test_one_that_writes_is_enough(operation: str) -> None:
    assert Resource.parse("Todo", ["title:str"], Options(only=operation, bulk=True)).bulk
