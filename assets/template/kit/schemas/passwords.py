"""Passwords that are guessed first."""

from importlib.resources import files

# Of 8 characters or more, in lower case: shorter ones are refused for that.
_LIST = files("kit.schemas") / "common_passwords.txt"
_COMMON = frozenset(_LIST.read_text("utf-8").split())


def is_common(password: str) -> bool:
    return password.lower() in _COMMON
