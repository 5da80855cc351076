"""Passwords that are guessed first."""

from pathlib import Path

# Of 8 characters or more, in lower case: shorter ones are refused for that.
_COMMON = frozenset(Path(__file__).with_name("common_passwords.txt").read_text("utf-8").split())


def is_common(password: str) -> bool:
    return password.lower() in _COMMON
