"""What the tests of a resource are filled with."""

from fastapi_backend_builder.render.context import REQUESTS
from fastapi_backend_builder.render.files.factory import FactoryFile
from fastapi_backend_builder.render.files.lists import ListContext
from fastapi_backend_builder.render.files.values import ValuesContext
from fastapi_backend_builder.render.filters import Case, cases, invalid_of, own_values
from fastapi_backend_builder.render.links import Link
from fastapi_backend_builder.render.search import search_case
from fastapi_backend_builder.spec.fields import Field
from fastapi_backend_builder.spec.operations import Operation
from fastapi_backend_builder.spec.sides import is_of_itself
from fastapi_backend_builder.spec.types import FieldType


class TestsFile(ListContext, ValuesContext, FactoryFile):
    """Where requests go, what rows there are, and which cases there are to test."""

    @property
    def url(self) -> str:
        """That of the list in tests, as Python."""
        return self.nest.url if self.nest else f'"/api/v1{self.prefix}"'

    @property
    def item_url(self) -> str:
        return f'f"{{URL}}/{{{self.variable}.id}}"'

    @property
    def restore_url(self) -> str:
        return f'f"{{URL}}/{{{self.variable}.id}}/restore"'

    @property
    def item_methods(self) -> list[str]:
        """The methods of one row's URL."""
        return [method for method, url in self.requests.values() if url == "UNKNOWN"]

    @property
    def missing_requests(self) -> list[tuple[str, str]]:
        return [request for key, request in REQUESTS.items() if key not in self.operations]

    @property
    def model_in_tests(self) -> str:
        of_a_row = f"type(await create_{self.noun.singular}({self.mine}))"
        return self.noun.class_name if self.has_model_in_tests else of_a_row

    @property
    def mine(self) -> str:
        """What tests make a row with that is the user's, and under what the URL names."""
        return self.mine_but_for(None)

    def mine_but_for(self, field: Field | None) -> str:
        owner = ["user_id=user.id"] if self.owner else []
        levels = self.nest.levels[-1:] if self.nest and field != self.resource.parent else ()
        return ", ".join(["db", *owner, *(f"{at.column}={at.constant}" for at in levels)])

    @property
    def bytes_mode(self) -> str:
        """How tests have private bytes written in JSON."""
        is_needed = any(field.type is FieldType.BYTES for field in self.private)
        return ', bytes_mode="base64"' if is_needed else ""

    @property
    def required_refs(self) -> list[Field]:
        return [field for field in self.accepted_refs if not field.optional]

    @property
    def optional_refs(self) -> list[Field]:
        return [field for field in self.refs if field.optional]

    @property
    def deletable_refs(self) -> list[Field]:
        """What refers to rows that may be marked as deleted."""
        return [field for field in self.accepted_refs if self._is_marked(field)]

    @property
    def given_unique_refs(self) -> list[Field]:
        """Those that a factory leaves out, or makes to a row that is not the user's."""
        not_users = [] if self.owner else self.owned_refs
        return [f for f in self.accepted_refs if f.unique and (f.optional or f in not_users)]

    @property
    def tested_links(self) -> list[Link]:
        """Those that some operation shows or changes."""
        operations = set(self.operations)
        return [
            link
            for link in self.links
            if Operation.DELETE in operations
            or (self.writes and not link.field.readonly)
            or (Operation.GET in operations and not link.field.private)
            or (Operation.LIST in operations and link.table.far in self.link_filters)
        ]

    @property
    def search_case(self) -> tuple[str, str] | None:
        return search_case(self.searched)

    @property
    def filter_cases(self) -> list[Case]:
        return cases(self.filters)

    @property
    def own_values(self) -> dict[str, list[str]]:
        return own_values(self.filters)

    @property
    def invalid_filters(self) -> list[tuple[str, str]]:
        return invalid_of(self.filters)

    def _is_marked(self, field: Field) -> bool:
        if is_of_itself(self.noun, field):
            return self.resource.soft_delete
        return self.setting.targets[str(field.target)].soft_delete
