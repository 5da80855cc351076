"""Cells of CSV files, whose texts stay texts in every spreadsheet."""

import json
import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

# Where a cell begins: some spreadsheets part cells by these, and know no quotes then.
_BEGINNING = r"(^|[;|\t\r\n])"
# How a formula begins, also in the wide characters of East Asian keyboards; spaces, quotes and what
# nobody sees may stand before it.
_BLANK = (
    r"\x00-\x08\x0b\x0c\x0e-\x20\x7f-\xa0"
    r"\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff"
)
_FORMULA = rf'(?=[{_BLANK}"]*[=+@\uff1d\uff0b\uff0d\uff20-])'
_CELL = re.compile(_BEGINNING + _FORMULA)
# In a document they can only stand in its texts.
_SEPARATOR = re.compile(f"[;|]{_FORMULA}")


def line(cells: Iterable[str]) -> str:
    return ",".join(cells) + "\r\n"


def quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def cell(value: Any, shown: Any) -> str:
    """What holds a value, which a schema shows like this in JSON."""
    match shown:
        case None:
            return ""
        case bool():
            return json.dumps(shown)
        case list() | dict():
            document = json.dumps(shown, ensure_ascii=False)
            return quoted(_SEPARATOR.sub(_escape, document))
        case str() if not isinstance(value, Decimal):
            return quoted(_guarded(shown))
    return str(shown)


def _guarded(text: str) -> str:
    """With an apostrophe before all that could be run as a formula, as OWASP advises."""
    guarded = _CELL.sub(r"\1'", text)
    return f"'{guarded}" if guarded.startswith(("\t", "\r", "\n")) else guarded


def _escape(separator: re.Match[str]) -> str:
    return f"\\u{ord(separator[0]):04x}"
