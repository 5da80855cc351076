"""Where in a project a resource goes, and what is there."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from fastapi_backend_builder.render.nesting import Nest


@dataclass(frozen=True)
class Target:
    """A model that a resource refers to: its module and the table, and what its rows are like.

    `owned` is whether they belong to users, `uuid` whether their ids are UUIDs, and `soft_delete`
    whether they are marked when they are deleted. `shown` is whether answers may show these, to
    whoever is signed in or to their owners, and `public` whether to everybody. `under_owned` is
    whether their URL goes through rows of users.
    """

    module: str
    table: str
    owned: bool = False
    shown: bool = False
    public: bool = False
    under_owned: bool = False
    uuid: bool = False
    soft_delete: bool = False


@dataclass(frozen=True)
class Setting:
    """Where in a project a resource goes, and what is there already.

    `folder` is that of `package`; `targets` has the models that the resource refers to, but
    for itself, by the names of their classes; `nest` is what its rows are under. `names_tables`
    is whether a table gets its name from that of its class. `roles` has what the members of the
    project's roles are called, by their values. `one_sided` are the relations that those models
    know nothing of.
    """

    package: str
    folder: str
    down_revision: str
    targets: Mapping[str, Target]
    nest: Nest | None = None
    names_tables: bool = True
    roles: Mapping[str, str] = field(default_factory=dict)
    one_sided: frozenset[str] = frozenset()
