"""Who may do what, in the endpoints and in their tests."""

from collections.abc import Mapping
from dataclasses import dataclass

from fastapi_backend_builder.spec.operations import Operation
from fastapi_backend_builder.spec.resource import Resource
from fastapi_backend_builder.spec.roles import ANY_USER, Permission

# What endpoints call somebody with the permission.
AGENTS = {
    "read": "Reader",
    "write": "Writer",
    "list": "Lister",
    "get": "Getter",
    "create": "Creator",
    "update": "Updater",
    "delete": "Deleter",
}


@dataclass(frozen=True, slots=True)
class Access:
    """`members` are the names of the project's roles by their values."""

    resource: Resource
    members: Mapping[str, str]

    @property
    def closed(self) -> list[Operation]:
        """What needs somebody who is signed in."""
        return [key for key in self.resource.operations if key not in self.resource.public]

    @property
    def may(self) -> list[tuple[str, Operation]]:
        """For each closed operation, the role that is enough for it, as Python."""
        return [(self.role(self._who(key)), key) for key in self.closed]

    def router(self, operation: Operation) -> str:
        return "public" if operation in self.resource.public else "router"

    @property
    def guards_export(self) -> bool:
        """Whether the file is closed and one row is not, which would take `export` for its id."""
        public = self.resource.public
        return Operation.GET in public and Operation.LIST not in public

    def alias(self, permission: Permission) -> str:
        return f"{self.resource.noun.class_name}{AGENTS[permission.word]}"

    def type(self, operation: Operation) -> str | None:
        """What somebody is who may do it, where that is a matter of roles."""
        for permission in self.resource.permissions:
            if operation in permission.operations:
                return self.alias(permission)
        return None

    def _who(self, operation: Operation) -> str:
        return dict(self.resource.roles).get(operation, ANY_USER)

    def role(self, role: str) -> str:
        return f"Role.{self.members.get(role, role.upper())}"
