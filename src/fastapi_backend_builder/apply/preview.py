"""The plan as text for a person."""

from collections.abc import Iterable
from textwrap import indent

from fastapi_backend_builder.plan import Change, ManualStep, Plan


def preview(plan: Plan) -> list[str]:
    """One line per change, then what is left to do by hand, then the notices."""
    return [*map(_change, plan.changes), *remarks(plan)]


def remarks(plan: Plan) -> Iterable[str]:
    """What a diff of the plan does not show."""
    yield from map(_manual_step, plan.manual_steps)
    yield from (f"note: {notice}" for notice in plan.notices)


def action(change: Change) -> str:
    return type(change).__name__.lower()


def _change(change: Change) -> str:
    return f"{action(change):6} {change.path}  {change.reason}".rstrip()


def _manual_step(step: ManualStep) -> str:
    return f"manual {step.path}  {step.reason}\n{indent(step.snippet.rstrip(), '    ')}"
