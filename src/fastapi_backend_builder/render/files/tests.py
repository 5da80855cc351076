"""What the test of a resource declares: see `kit.testing.ResourceContract`."""

from collections.abc import Iterable, Iterator

from fastapi_backend_builder.render import samples
from fastapi_backend_builder.render.files.factory import FactoryFile
from fastapi_backend_builder.render.files.lists import ListContext
from fastapi_backend_builder.render.links import Link
from fastapi_backend_builder.render.literals import has_computed_default, literal
from fastapi_backend_builder.spec.fields import Field
from fastapi_backend_builder.spec.names import pascal_case, snake_case
from fastapi_backend_builder.spec.operations import Operation
from fastapi_backend_builder.spec.roles import ADMIN, ANY_USER
from fastapi_backend_builder.spec.sides import is_of_itself
from fastapi_backend_builder.spec.types import FieldType


class TestsFile(ListContext, FactoryFile):
    """Each field on one line, and what is special of the resource."""

    @property
    def test_class(self) -> str:
        return f"Test{pascal_case(self.noun.plural)}"

    @property
    def url(self) -> str:
        """That of the list, behind the prefix of the API; the ids of its path in braces."""
        return self.prefix

    @property
    def admin(self) -> str:
        return self.access.role(ADMIN)

    @property
    def declared(self) -> Iterator[tuple[str, str]]:
        """The attributes of the class, each as Python, but for fields and links."""
        resource = self.resource
        if set(self.operations) != set(Operation):
            yield "operations", _names(self.operations)
        if resource.public:
            yield "public", _names(resource.public)
        if self.access.may and resource.roles:
            yield "roles", _tuple(f'("{key}", {role})' for role, key in self.access.may)
            yield "any_user", self.access.role(ANY_USER)
            yield "admin", self.admin
        if self.nest:
            yield "parents", _tuple(self._parents)
        flags = {
            "owned": bool(self.owner),
            "soft_delete": resource.soft_delete,
            "bulk": resource.bulk,
            "uuid": resource.uuid,
        }
        yield from ((name, "True") for name, is_on in flags.items() if is_on)
        if resource.export:
            yield "export", f'"{self.noun.path}"'
        if len(self.times) < 2:  # noqa: PLR2004 - both
            yield "has_times", "False"

    @property
    def _parents(self) -> Iterator[str]:
        for level in self.nest.levels if self.nest else ():
            owned = ", owned=True" if level.owned else ""
            yield f'Parent("{level.column}", {_factory(level.model)}{owned})'

    @property
    def declared_fields(self) -> Iterator[str]:
        for field in self.fields:
            yield self._reference(field) if field.target else self._field(field)

    def _field(self, field: Field) -> str:
        value, other = samples.body_values(field)
        filters = [one for one in self.filters if one.field == field and one.takes_whole_values]
        words = [one.word or "eq" for one in filters]
        bad = [] if field.readonly else samples.invalid_values(field)
        return _call(
            "Field",
            [f'"{field.column}"', value, other],
            bad=_tuple(bad) if bad else "",
            default=_default(field),
            filters=f'"{" ".join(words)}"' if words else "",
            optional=field.optional,
            unique=field.unique,
            sortable=field in self.sortable,
            searched=field in self.searched,
            case_insensitive=field.type is FieldType.EMAIL,
            private=field.private,
            readonly=field.readonly,
        )

    def _reference(self, field: Field) -> str:
        has_filter = any(one.field == field for one in self.filters)
        shown = [one.name for one in self.related if one.field == field]
        return _call(
            "Reference",
            [f'"{field.column}"', self.factory(field)],
            on_delete="" if field.on_delete == "restrict" else f'"{_on_delete(field)}"',
            filters='"eq"' if has_filter else "",
            optional=field.optional,
            unique=field.unique,
            owned=field in self.owned_refs or self._is_owners_parent(field),
            acyclic=field in self.acyclic,
            soft_delete=not field.readonly and self._is_soft_deleted(field),
            shown_as=f'"{shown[0]}"' if shown else "",
            private=field.private,
            readonly=field.readonly,
        )

    @property
    def declared_links(self) -> Iterator[str]:
        return map(self._link, self.links)

    def _link(self, link: Link) -> str:
        field = link.field
        return _call(
            "Links",
            [f'"{field.column}"', f'"{field.name}"', self.factory(field)],
            filter=f'"{link.table.far}"' if link.table.far in self.link_filters else "",
            owned=self.is_owned_link(field),
            within=self.is_link_within(field),
            is_shown=any(one.field == field for one in self.related),
            private=field.private,
            readonly=field.readonly,
        )

    def _is_soft_deleted(self, field: Field) -> bool:
        """Whether it refers to rows that can be deleted and restored."""
        if is_of_itself(self.noun, field):
            return self.resource.soft_delete
        return self.setting.targets[str(field.target)].soft_delete


def _default(field: Field) -> str:
    if not field.has_default:
        return ""
    is_some = field.private or has_computed_default(field)
    return "Default.SOME" if is_some else samples.default_value(field)


def _on_delete(field: Field) -> str:
    return "cascade" if field.cascade else "set_null"


def _factory(model: str) -> str:
    return f"create_{snake_case(model)}"


def _call(name: str, values: Iterable[str], **options: str | bool) -> str:
    """A call as Python, with the options that are not empty."""
    given = [f"{key}={value}" for key, value in options.items() if value]
    return f"{name}({', '.join([*values, *given])})"


def _names(words: Iterable[str]) -> str:
    return _tuple(literal(str(word)) for word in words)


def _tuple(items: Iterable[str]) -> str:
    *items_, last = items
    return f"({', '.join([*items_, last])}{'' if items_ else ','})"
