"""What has changed from one OpenAPI document to another, operation by operation."""

import json
import re
from collections.abc import Iterator
from typing import Any

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
SHOWN = 10  # operations of a kind
_REFERENCE = re.compile(r'"#/components/(\w+)/([^"]+)"')


def differences(before: dict[str, Any], after: dict[str, Any]) -> Iterator[str]:
    """A line for those that come, for those that go, and for those that are others now."""
    old, new = _operations(before), _operations(after)
    changed = [name for name in old if name in new and old[name] != new[name]]
    for what, names in (
        ("new", [name for name in new if name not in old]),
        ("removed", [name for name in old if name not in new]),
        ("changed", changed),
    ):
        if names:
            more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
            yield f"{what} operations: {', '.join(names[:SHOWN])}{more}"


def _operations(document: dict[str, Any]) -> dict[str, str]:
    """All that the document says about each, with the components that it refers to."""
    return {
        f"{method.upper()} {path}": _whole([item[method], item.get("parameters")], document)
        for path, item in document.get("paths", {}).items()
        for method in METHODS
        if method in item
    }


def _whole(node: object, document: dict[str, Any]) -> str:
    text = json.dumps(node, sort_keys=True)
    seen: dict[tuple[str, str], str] = {}
    waiting = [text]
    while waiting:
        for kind, name in _REFERENCE.findall(waiting.pop()):
            if (kind, name) not in seen:
                component = document.get("components", {}).get(kind, {}).get(name)
                seen[kind, name] = json.dumps(component, sort_keys=True)
                waiting.append(seen[kind, name])
    return text + "".join(seen[key] for key in sorted(seen))
