"""The outcome of a command as data for a program: what matters first, and short."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass

from fastapi_backend_builder.apply.diff import diff_of, sides
from fastapi_backend_builder.apply.preview import MANY, action, by_folder, counted
from fastapi_backend_builder.plan import Change, Plan, digest


@dataclass(frozen=True)
class Next:
    """A command that makes sense now."""

    command: str
    when: str


def as_json(
    plan: Plan,
    *,
    status: str,
    summary: str,
    next: list[Next],
    with_diffs: bool = False,
    with_hashes: bool = False,
) -> dict[str, object]:
    """Types that JSON has. More than 50 changes are counted by folder, unless more is asked for."""
    whole = with_diffs or with_hashes or len(plan.changes) <= MANY
    changes = [_change(c, diff=with_diffs, hashes=with_hashes) for c in plan.changes]
    return {
        "status": status,
        "summary": summary,
        "manual_steps": [asdict(step) for step in plan.manual_steps],
        "notices": list(plan.notices),
        "next": [asdict(step) for step in next],
        "changes": changes if whole else list(_folders(plan)),
    }


def _folders(plan: Plan) -> Iterator[dict[str, object]]:
    for word, folder, paths in by_folder(plan):
        yield {
            "action": word,
            "path": folder or ", ".join(paths),
            "reason": counted(len(paths), "file"),
        }


def _change(change: Change, *, diff: bool, hashes: bool) -> dict[str, object]:
    told: dict[str, object] = {
        "action": action(change),
        "path": change.path,
        "reason": change.reason,
    }
    if hashes:
        before, after = sides(change)
        told |= {"sha256_before": _digest(before), "sha256_after": _digest(after)}
    if diff:
        told["diff"] = diff_of(change)
    return told


def _digest(content: bytes | None) -> str | None:
    """None where there is no file."""
    return None if content is None else digest(content)
