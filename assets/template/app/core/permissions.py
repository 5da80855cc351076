"""What users may do: each role has its permissions, and endpoints ask for one by name."""

from enum import StrEnum

from app.models.user import Role


class Permission(StrEnum):
    """The scopes of OAuth2 and of API keys. The first two are asked for at every closed route."""

    READ = "read"
    WRITE = "write"
    USERS_READ = "users:read"
    USERS_WRITE = "users:write"


DESCRIPTIONS: dict[str, str] = {
    Permission.READ: "Read what you may see",
    Permission.WRITE: "Change what you may change",
    Permission.USERS_READ: "See all users",
    Permission.USERS_WRITE: "Add users, change their role, disable them",
}

PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.USER: frozenset({Permission.READ, Permission.WRITE}),
    Role.ADMIN: frozenset(Permission),
}
