"""What has changed from one text to another, for a person to read."""

from difflib import unified_diff


def patch(path: str, before: bytes, after: bytes) -> str:
    """A unified diff; empty where nothing has changed."""
    old, new = (content.decode(errors="replace").splitlines() for content in (before, after))
    lines = unified_diff(old, new, f"a/{path}", f"b/{path}", lineterm="")
    return "".join(f"{line}\n" for line in lines)
