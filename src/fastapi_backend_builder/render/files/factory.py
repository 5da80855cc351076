"""What the factory of a resource is filled with."""

from fastapi_backend_builder.render import samples
from fastapi_backend_builder.render.context import Context
from fastapi_backend_builder.spec.fields import Field
from fastapi_backend_builder.spec.sides import is_of_itself


class FactoryFile(Context):
    """How rows are made, and the rows that they refer to."""

    def factory_value(self, field: Field) -> str:
        return samples.factory_value(field, self.resource.enum_class(field))

    @property
    def factory_counts(self) -> bool:
        """Whether rows need a number to differ."""
        return any("number" in self.factory_value(f) for f in self.plain if f.unique)

    def make_target(self, field: Field, user: str | None, *values: str) -> str:
        """The call that makes a row to refer to: the user's, where it can be."""
        is_users = (
            field in self.owned_refs or self._is_owners_parent(field) or self.is_owned_link(field)
        )
        mine = [f"user_id={user}"] if is_users and user else []
        return f"{self.factory(field)}({', '.join(['db', *mine, *values])})"

    @property
    def owned_refs(self) -> list[Field]:
        """What refers to rows that belong to a user, where its own do too."""
        return [f for f in self.accepted_refs if self.is_personal and self._is_owned(f)]

    def is_owned_link(self, field: Field) -> bool:
        """Whether it links rows of a user to the user's own."""
        return self.is_personal and field in self.resource.links and self._is_owned(field)

    def is_link_within(self, field: Field) -> bool:
        """Whether it links rows to others under the same one."""
        is_nested_link = self.nest is not None and field in self.resource.links
        return is_nested_link and is_of_itself(self.noun, field)

    def _is_owners_parent(self, field: Field) -> bool:
        return bool(self.owner) and field == self.resource.parent and self._is_owned(field)
