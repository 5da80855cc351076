from app.core.permissions import DESCRIPTIONS, PERMISSIONS, Permission
from app.models.user import Role


def test_every_role_has_its_permissions() -> None:
    assert PERMISSIONS.keys() == set(Role)


def test_every_permission_is_described() -> None:
    assert DESCRIPTIONS.keys() == set(Permission)


def test_administrators_have_all() -> None:
    assert PERMISSIONS[Role.ADMIN] == set(Permission)
