"""Whether a select may do more than read, so that it belongs into the session's transaction."""

from typing import Any

from sqlalchemy import ColumnClause, Select, TextClause, UpdateBase
from sqlalchemy.sql import visitors
from sqlalchemy.sql.functions import FunctionElement

# Functions that read or compute. Of any other, SQLAlchemy knows the name alone: `set_config` and
# `pg_advisory_xact_lock` act until the transaction ends, and outside of one that is at once.
NAMES = """
    abs array_agg avg byte_length cardinality ceil char_length coalesce concat count cume_dist
    current_date current_time current_timestamp current_user date date_part date_trunc dense_rank
    exp first_value floor greatest group_concat ifnull json_agg json_array_length json_build_object
    json_each json_extract json_group_array json_object_agg jsonb_agg jsonb_array_length
    jsonb_build_object jsonb_object_agg lag last_value lead least left length ln localtime
    localtimestamp lower lpad ltrim max min mod now nullif octet_length percent_rank percentile_cont
    percentile_disc plainto_tsquery position power random rank regexp_replace replace reverse right
    round row_number rpad rtrim similarity split_part sqrt strftime string_agg strpos substr
    substring sum to_char to_tsquery to_tsvector total trim ts_rank unaccent unnest upper
    websearch_to_tsquery
"""
PURE = frozenset(NAMES.split())


def has_effects(statement: Select[Any]) -> bool:
    return any(_may_act(element) for element in visitors.iterate(statement))


def _may_act(element: object) -> bool:
    match element:
        case FunctionElement():
            # In a package, which is a schema, it is the project's own.
            return bool(getattr(element, "packagenames", ())) or element.name.lower() not in PURE
        case ColumnClause():
            # Text, but for that of `count(*)`.
            return element.is_literal and element.name != "*"
        case TextClause() | UpdateBase():
            return True
    # What a project has taught SQLAlchemy is text too.
    return not type(element).__module__.startswith("sqlalchemy.")
