"""Single rows of a model: read by id, inserted, updated, deleted."""

from collections.abc import Mapping
from typing import Any, Generic, Literal, TypeGuard, TypeVar

from sqlalchemy import (
    ClauseElement,
    Delete,
    Insert,
    Update,
    bindparam,
    delete,
    insert,
    select,
    update,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import InvalidRequestError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import (
    attributes,
    make_transient_to_detached,
)
from sqlalchemy.orm.exc import StaleDataError

from kit.compat.statements import attach
from kit.db.compiled.computed import load_computed
from kit.db.compiled.drivers import Row
from kit.db.compiled.entity import entity_of, forget
from kit.db.compiled.listeners import hears_of_loads, hears_of_values, hears_of_writes
from kit.db.compiled.prepared import Prepared
from kit.db.compiled.query import Query
from kit.db.compiled.relations import is_followed, own_kind
from kit.db.compiled.session import CompiledSession

ModelT = TypeVar("ModelT")
Kind = Literal["insert", "update", "delete"]

ID = "id_of_the_row"  # the name of no column
# Of a model with many columns, clients can ask for more kinds of changes than are worth keeping.
MAX_PREPARED = 100


class Rows(Generic[ModelT]):
    """The rows of one model; `rows_of(Todo)` returns them.

    They are written as the session would after `add`, setting attributes, or `delete`; and by the
    session itself where there is more to do than one statement does.
    """

    def __init__(self, model: type[ModelT]) -> None:
        self._model = model
        self._entity = entity_of(model)
        self._is_the_one = self._entity.id == bindparam(ID, type_=self._entity.id.type)
        self._by_id = Query(select(model).where(self._is_the_one))
        self._held = Query(select(self._entity.id).where(self._is_the_one).with_for_update())
        self._has_dependents = any(map(is_followed, self._entity.mapper.relationships))
        self.own_kind = list(own_kind(self._entity.mapper))
        self._prepared: dict[tuple[str, ...], Prepared] = {}

    async def get(self, db: AsyncSession, id: Any) -> ModelT | None:
        if len(self._entity.mapper.primary_key) > 1:
            return await db.get(self._model, id)
        return await self._by_id.first(db, **{ID: id})

    async def insert(self, db: AsyncSession, instance: ModelT) -> None:
        state = attributes.instance_state(instance)
        values = {
            key: value
            for key, value in state.dict.items()
            if value is not state and not (value is None and key in self._entity.columns)
        }
        if not (self._is_direct(db, values) and state.transient):
            db.add(instance)
            await db.flush()
            await load_computed(db, instance)
            return
        self._entity.add_defaults(values, "default")
        row = await self._write(db, "insert", values)
        state.dict.update(zip(self._entity.keys, row or (), strict=True))
        make_transient_to_detached(instance)
        attach(state, db.sync_session)
        db.sync_session.held.undo[state] = forget

    async def update(self, db: AsyncSession, instance: ModelT, values: Mapping[str, Any]) -> bool:
        """Set these attributes; False if the row is not there any more."""
        if instance not in db:
            raise InvalidRequestError("It is not of this Session, which would not write it")
        state = attributes.instance_state(instance)
        if not (
            self._is_direct(db, values) and self._is_clean(instance) and self._are_only_set(values)
        ):
            for key, value in values.items():
                setattr(instance, key, value)
            return await self._flush(db, instance)
        changed = {k: value for k, value in values.items() if getattr(instance, k) != value}
        if not changed:
            return True
        self._entity.add_defaults(changed, "onupdate")
        row = await self._write(db, "update", changed, state.dict[self._entity.id_key])
        if row is not None:
            self._entity.refresh(instance, row)
        return row is not None

    async def delete(self, db: AsyncSession, instance: ModelT) -> bool:
        """False if the row is not there any more."""
        is_simple = instance in db and not self._has_dependents
        if not (is_simple and self._is_direct(db, {}) and self._is_clean(instance)):
            return await self._delete_by_session(db, instance)
        state = attributes.instance_state(instance)
        row = await self._write(db, "delete", {}, state.dict[self._entity.id_key])
        db.expunge(instance)
        db.sync_session.held.undo.setdefault(state, attach)
        return row is not None

    async def _delete_by_session(self, db: AsyncSession, instance: ModelT) -> bool:
        # Of a row that somebody else has deleted, SQLAlchemy says no more than a warning.
        if instance in db and len(self._entity.mapper.primary_key) == 1:
            id = getattr(instance, self._entity.id_key)
            if await self._held.first(db, **{ID: id}) is None:
                return False
            for name, key in self.own_kind:
                if vars(instance).get(key) == id:
                    # Or else its deletion would have to wait for itself.
                    attributes.set_committed_value(instance, name, None)
        await db.delete(instance)
        await db.flush()
        return True

    async def _flush(self, db: AsyncSession, instance: ModelT) -> bool:
        try:
            await db.flush()
            await load_computed(db, instance)
        except StaleDataError:
            if self._entity.mapper.version_id_col is not None:
                raise  # it is there, in another version
            return False
        return True

    def _is_direct(self, db: AsyncSession, values: Mapping[str, Any]) -> TypeGuard[CompiledSession]:
        """Whether one statement on the driver is all that there is to do."""
        return (
            isinstance(db, CompiledSession)
            and not db.is_observed
            # Then it takes back itself what it has written, also to a savepoint.
            and not db.has_begun
            and self._entity.is_plain
            and not hears_of_loads(self._entity.mapper)
            and not hears_of_writes(self._entity.mapper)
            and db.dialect.update_returning
            and values.keys() <= self._entity.columns.keys()
            and not any(isinstance(value, ClauseElement) for value in values.values())
        )

    def _is_clean(self, instance: ModelT) -> bool:
        """Whether the session has it as it is in the database."""
        state = attributes.instance_state(instance)
        return state.persistent and not state.modified and self._entity.has_all(instance)

    def _are_only_set(self, values: Mapping[str, Any]) -> bool:
        """Whether nobody listens to these attributes, and the row stays the same."""
        mapper = self._entity.mapper
        return self._entity.id_key not in values and not any(
            hears_of_values(mapper, key) for key in values
        )

    async def _write(
        self, db: CompiledSession, kind: Kind, values: Mapping[str, Any], id: Any = None
    ) -> Row | None:
        columns = self._entity.columns
        prepared = self._prepare(db.dialect, kind, sorted(values))
        arguments = {columns[key].key: value for key, value in values.items()}
        rows = await db.fetch(prepared.sql, prepared.arguments(arguments | {ID: id}), writes=True)
        return prepared.decode(rows[0]) if rows else None

    def _prepare(self, dialect: Dialect, kind: Kind, keys: list[str]) -> Prepared:
        name = (dialect.driver, kind, *keys)
        if name not in self._prepared:
            if len(self._prepared) >= MAX_PREPARED:
                self._prepared.clear()
            returned = self._entity.columns.values()
            written = [self._entity.columns[key].key for key in keys]
            statement = self._statement(kind).returning(*returned)
            self._prepared[name] = Prepared(statement, returned, dialect, written)
        return self._prepared[name]

    def _statement(self, kind: Kind) -> Insert | Update | Delete:
        table = self._entity.table
        match kind:
            case "insert":
                return insert(table)
            case "update":
                return update(table).where(self._is_the_one)
            case "delete":
                return delete(table).where(self._is_the_one)


_rows: dict[type[Any], Rows[Any]] = {}


def rows_of(model: type[ModelT]) -> Rows[ModelT]:
    if model not in _rows:
        _rows[model] = Rows(model)
    return _rows[model]
