"""The plan as data for a program."""

from dataclasses import asdict

from fastapi_backend_builder.apply.diff import diff_of, sides
from fastapi_backend_builder.apply.preview import action
from fastapi_backend_builder.plan import Change, Plan, digest


def as_json(plan: Plan) -> dict[str, object]:
    """The plan in types that JSON has; a hash is null where there is no file."""
    return {
        "command": plan.command,
        "changes": [_change(change) for change in plan.changes],
        "manual_steps": [asdict(step) for step in plan.manual_steps],
        "notices": list(plan.notices),
    }


def _change(change: Change) -> dict[str, object]:
    before, after = sides(change)
    return {
        "action": action(change),
        "path": change.path,
        "reason": change.reason,
        "sha256_before": _digest(before),
        "sha256_after": _digest(after),
        "diff": diff_of(change),
    }


def _digest(content: bytes | None) -> str | None:
    return None if content is None else digest(content)
