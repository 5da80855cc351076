import re

import pytest

from fastapi_backend_builder.errors import UsageError
from fastapi_backend_builder.project.template import template_files
from fastapi_backend_builder.spec import reserved
from fastapi_backend_builder.spec.fields import parse_field
from fastapi_backend_builder.spec.names import Noun, pascal_case, snake_case

RESERVED_NOUNS = (
    (reserved.PYTHON_KEYWORDS - {"_"})
    | reserved.PYTHON_BUILTINS
    | reserved.PROJECT_NAMES
    | reserved.IMPORTED_NAMES
    | reserved.OPERATIONS
    | reserved.PARAMETERS
    | reserved.DEVICES
    | {"metadata", "registry"}
)
RESERVED_FIELDS = (
    reserved.BASE_COLUMNS
    | reserved.MODEL_ATTRIBUTES
    | reserved.SCHEMA_ATTRIBUTES
    | reserved.CALL_PARAMETERS
    | reserved.CLASS_BODY_NAMES
    | reserved.AMBIGUOUS
    | reserved.POSTGRESQL_RESERVED
    | reserved.SYSTEM_COLUMNS
    | {"class", "global", "model_dump_json"}
)

# An error of the project's own says that these are there.
RESOURCES_OF_THE_TEMPLATE = {"api_key", "api_keys", "user", "users", "user_session"}


def proposal_for(noun: str) -> str:
    with pytest.raises(UsageError, match="cannot be called") as caught:
        Noun.parse(noun)
    return re.sub(".* try ", "", caught.value.hint or "")


def test_what_is_proposed_for_a_reserved_noun_is_accepted() -> None:
    for word in RESERVED_NOUNS:
        assert Noun.parse(proposal_for(word))


def test_a_noun_is_reserved_in_any_spelling() -> None:
    assert {reserved.noun_conflict(name) for name in ("basemodel", "BaseModel", "BASEMODEL")} == {
        "a name that the project imports"
    }


def test_no_resource_makes_a_class_or_an_operation_that_the_template_has() -> None:
    classes = r"^class (\w+)(?:BulkUpdate|Create|Filters|Response|Service|Update)\("
    operations = r"^async def (?:create|delete|get|list|restore|update)_(\w+)\("
    files = [
        ("app/schemas/", classes),
        ("app/services/", classes),
        ("app/api/v1/endpoints/", operations),
    ]
    taken = {
        name
        for folder, pattern in files
        for path, content in template_files().items()
        if path.startswith(folder)
        for name in re.findall(pattern, content.decode(), re.MULTILINE)
    }

    free = {snake_case(name) for name in taken if not reserved.noun_conflict(pascal_case(name))}
    assert free == RESOURCES_OF_THE_TEMPLATE


def test_reserved_fields_are_refused() -> None:
    for name in RESERVED_FIELDS:
        assert reserved.field_conflict(name) or reserved.sql_conflict(name)


def test_what_is_proposed_for_a_reserved_field_is_accepted() -> None:
    for name in RESERVED_FIELDS:
        assert parse_field(f"{reserved.better_field(name, 'todo')}:str")


@pytest.mark.parametrize("plural", ["pg_class", "sqlite_tables", "alembic_version", "nul"])
def test_no_table_is_called_like_one_of_the_database(plural: str) -> None:
    with pytest.raises(UsageError, match=f"cannot be '{plural}'"):
        Noun.parse("Book", plural)


@pytest.mark.parametrize("name", ["License", "Order", "User", "Event", "Column", "APIKey"])
def test_ordinary_nouns_are_free(name: str) -> None:
    assert reserved.noun_conflict(name) is None


@pytest.mark.parametrize("name", ["type", "text", "status", "name", "model_number", "data"])
def test_ordinary_fields_are_free(name: str) -> None:
    assert not reserved.field_conflict(name)
    assert not reserved.sql_conflict(name)
