"""How a row of a table becomes an instance of its model."""

from inspect import Parameter, signature
from operator import attrgetter
from typing import Any

from sqlalchemy import Column, Table, inspect
from sqlalchemy.orm import InstanceState, Mapper, Session, attributes

from app.db.compiled.drivers import Row

listeners_to_writes = attrgetter(
    *("before_insert", "before_update", "before_delete"),
    *("after_insert", "after_update", "after_delete"),
)


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
        self._new_instance = self.mapper.class_manager.new_instance

    @property
    def hears_of_loads(self) -> bool:
        return bool(self.mapper.class_manager.dispatch.load)

    @property
    def hears_of_writes(self) -> bool:
        return any(listeners_to_writes(self.mapper.dispatch))

    def load(self, row: Row, session: Session) -> Any:
        """The instance of this row: the one that the session has, or a new one."""
        key = self.mapper.class_, (row[self._id_index],), None
        instance = session.identity_map.get(key)
        if instance is None:
            instance = self._new_instance()
            instance.__dict__.update(zip(self.keys, row, strict=True))
            state = attributes.instance_state(instance)
            state.key = key
            attach(state, session)
        elif attributes.instance_state(instance).expired:
            self.refresh(instance, row)
        return instance

    def refresh(self, instance: object, row: Row) -> None:
        for key, value in zip(self.keys, row, strict=True):
            attributes.set_committed_value(instance, key, value)


def attach(state: InstanceState[Any], session: Session) -> None:
    """Make an instance persistent, as SQLAlchemy does with what it has loaded."""
    state.session_id = session.hash_key
    session.identity_map.add(state)


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
