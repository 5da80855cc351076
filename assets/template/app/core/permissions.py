"""Who a request is from, and what they may do: each role has its permissions."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import NamedTuple

from app.core.exceptions import ForbiddenError
from app.models.api_key import ApiKey
from app.models.base import utc_now
from app.models.user import Role, User

LATELY = timedelta(minutes=1)


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


@dataclass(frozen=True, slots=True)
class Identity:
    """Who asks: a user, by one of their sessions or one of their API keys."""

    user: User
    permissions: frozenset[Permission]
    session_id: int | None = None
    api_key: ApiKey | None = None

    @property
    def key_unused_lately(self) -> ApiKey | None:
        """Writing down each use of a key would make every request a write."""
        used_at = self.api_key and self.api_key.last_used_at
        return None if used_at and utc_now() - used_at < LATELY else self.api_key

    def require(self, permission: Permission) -> None:
        if permission not in self.permissions:
            raise ForbiddenError(f"This needs the permission '{permission}'")


class OwnSession(NamedTuple):
    """The session that a request came by, and whose it is."""

    user: User
    id: int
