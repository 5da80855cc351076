"""One statement as one driver takes it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

from sqlalchemy import ClauseElement, ColumnElement
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import StatementError
from sqlalchemy.sql.compiler import SQLCompiler

from kit.compat.statements import binds_of, has_fixed_text, type_of_driver
from kit.db.compiled.drivers import Row

# What PostgreSQL calls a number to be turned into what its column is for; others do not look.
NUMERIC = 1700


class Prepared:
    """The text of a statement, and how its values go in and come out."""

    def __init__(
        self,
        statement: ClauseElement,
        columns: Iterable[ColumnElement[Any]],
        dialect: Dialect,
        written: Sequence[str] | None = None,
    ) -> None:
        compiled = cast(SQLCompiler, statement.compile(dialect=dialect, column_keys=written))
        self.sql = str(compiled)
        # The text of an IN depends on how many values it is for.
        self.has_fixed_text = has_fixed_text(compiled)
        self._binds = [
            (bind, type_of_driver(bind.type, dialect).bind_processor(dialect))
            for bind in binds_of(compiled)
        ]
        self._required = {bind.key for bind, _ in self._binds if bind.required}
        processors = (
            type_of_driver(c.type, dialect).result_processor(dialect, NUMERIC) for c in columns
        )
        self._results = [(i, process) for i, process in enumerate(processors) if process]

    def arguments(self, values: Mapping[str, Any]) -> Row:
        """The values in the order of the text; those that are not given are the statement's own."""
        if not self._required <= values.keys():
            missing = ", ".join(sorted(self._required - values.keys()))
            raise StatementError(f"no value for {missing}", self.sql, None, None)
        arguments = []
        for bind, process in self._binds:
            value = values.get(bind.key, bind.effective_value)
            arguments.append(process(value) if process else value)
        return arguments

    def decode(self, row: Row) -> Row:
        if not self._results:
            return row
        values = list(row)
        for i, process in self._results:
            values[i] = process(values[i])
        return values
