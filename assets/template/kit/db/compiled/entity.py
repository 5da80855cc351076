"""How a row of a table becomes an instance of its model."""

from inspect import Parameter, signature
from typing import Any, Literal

from sqlalchemy import Column, Table, inspect
from sqlalchemy.orm import InstanceState, Mapper, Session, attributes, make_transient

from kit.compat.statements import attach, maker_of
from kit.db.compiled.drivers import Row

# How relationships are loaded together with their model, unless a statement says otherwise.
EAGERLY = {"joined", "selectin", "subquery", "immediate", "noload", False, None}


class Entity:
    """A model, as the columns of one table."""

    def __init__(self, model: type[Any]) -> None:
        self.mapper: Mapper[Any] = inspect(model)
        self.table = self.mapper.local_table
        self.columns: dict[str, Any] = {p.key: p.columns[0] for p in self.mapper.column_attrs}
        self.keys = tuple(self.columns)
        self.relationships = frozenset(self.mapper.relationships.keys())
        self.is_plain = _is_plain(self.mapper)
        self.id = self.mapper.primary_key[0]
        self.id_key = self.mapper.get_property_by_column(self.id).key
        self._id_index = self.keys.index(self.id_key)
        self._new_instance = maker_of(self.mapper)

    def load(self, row: Row, session: Session) -> Any:
        """The instance of this row: the one that the session has, or a new one."""
        id = row[self._id_index]
        if id is None:
            return None  # nothing was found that an outer join could join
        key = self.mapper.class_, (id,), None
        instance = session.identity_map.get(key)
        if instance is None:
            instance = self._new_instance()
            instance.__dict__.update(zip(self.keys, row, strict=True))
            state = attributes.instance_state(instance)
            state.key = key
            attach(state, session)
        elif not self.has_all(instance):
            self._complete(instance, row)
        return instance

    def has_all(self, instance: object) -> bool:
        """Whether all columns are there: none has expired, or been left out when it was loaded."""
        return self.columns.keys() <= attributes.instance_dict(instance).keys()

    def refresh(self, instance: object, row: Row) -> None:
        for key, value in zip(self.keys, row, strict=True):
            attributes.set_committed_value(instance, key, value)

    def add_defaults(self, values: dict[str, Any], kind: Literal["default", "onupdate"]) -> None:
        """The values that columns have where none is given, but for those that SQL computes."""
        for key, column in self.columns.items():
            default = getattr(column, kind)
            if default is None or key in values:
                continue
            if default.is_callable:
                values[key] = default.arg(None)
            elif default.is_scalar:
                values[key] = default.arg

    def _complete(self, instance: object, row: Row) -> None:
        known = attributes.instance_dict(instance)
        for key, value in zip(self.keys, row, strict=True):
            if key not in known:
                attributes.set_committed_value(instance, key, value)
        attributes.instance_state(instance).expired = False


def forget(state: InstanceState[Any], _: Session) -> None:
    """Make an instance what it was before it was inserted."""
    if instance := state.obj():
        make_transient(instance)


_entities: dict[type[Any], Entity] = {}


def entity_of(model: type[Any]) -> Entity:
    if model not in _entities:
        _entities[model] = Entity(model)
    return _entities[model]


def _is_plain(mapper: Mapper[Any]) -> bool:
    """Whether nothing but the values of its columns makes a row."""
    return (
        isinstance(mapper.local_table, Table)
        and len(mapper.primary_key) == 1
        and mapper.inherits is None
        and mapper.polymorphic_on is None
        and mapper.version_id_col is None
        and not mapper.composites
        and not mapper.validators
        and all(_is_plain_column(p.columns) and not p.deferred for p in mapper.column_attrs)
        and not any(relationship.lazy in EAGERLY for relationship in mapper.relationships)
    )


def _is_plain_column(columns: list[Any]) -> bool:
    column, *others = columns
    return (
        not others
        and isinstance(column, Column)
        and not column.type.should_evaluate_none
        and not _needs_context(column.default)
        and not _needs_context(column.onupdate)
    )


def _needs_context(default: Any) -> bool:
    """Whether a default is a function of the other values."""
    if default is None or not default.is_callable:
        return False
    try:
        parameters = signature(default.arg).parameters.values()
    except ValueError:  # a type, such as dict
        return False
    return any(parameter.default is Parameter.empty for parameter in parameters)
