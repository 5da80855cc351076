"""The router file in the form in which we make it and extend it, edited without a syntax tree.

LibCST is slow to load, and slow on long files; a file of any other form is left to it.
"""

import re
from keyword import iskeyword

from fastapi_backend_builder.edit.order import path_key, place_for, place_of_name
from fastapi_backend_builder.edit.outcome import AlreadyThere, Applied, Outcome

_FILE = re.compile(
    r'(?:"""[ !#-\[\]-~\n]*"""\n\n)?'
    r"from (?P<package>[\w.]+) import (?P<names>\w+(?:, \w+)*|\(\n(?: {4}\w+,\n)+\))\n"
    r"(?:from \w+\.dependencies import SignedIn\n)?"
    r"from kit\.routing import Router\n\n"
    r"router = Router\((?:dependencies=\[SignedIn\])?\)\n"
    r"(?P<calls>(?:router\.include_router\(\w+\.\w+\)\n)*)",
    re.ASCII,
)
_NAME = re.compile(r"\w+")
_CALLED = re.compile(r"\((\w+)\.(\w+)\)")
_CALL = "router.include_router({}.{})\n"
Call = tuple[str, str]  # a module and its router
_BOUND_OTHERWISE = {"Router", "SignedIn", "router"}


def register_plainly(
    raw: bytes, *, package: str, module: str, name: str = "router", line_length: int
) -> Outcome | None:
    """What `register` answers for a file of this form; None for every other file."""
    text = raw.decode("ascii", errors="replace")
    file = _FILE.fullmatch(text)
    if file is None or file["package"] != package:
        return None
    names, called = _NAME.findall(file["names"]), _CALLED.findall(file["calls"])
    if not (_are_modules({*names, module}) and {each for each, _ in called} <= set(names)):
        return None
    if module in names:
        return AlreadyThere() if (module, name) in called else None
    start, end = file.span("names")
    room = line_length - len(f"from {package} import ")
    imported = _with_name(names, module, 0 if "\n" in file["names"] else room)
    made = text[end : file.start("calls")]
    calls = "".join(_CALL.format(*each) for each in _with_call(called, (module, name)))
    return Applied(f"{text[:start]}{imported}{made}{calls}".encode())


def _are_modules(names: set[str]) -> bool:
    """Whether the names can be bound, and mean nothing else in the file."""
    valid = all(name.isidentifier() and not iskeyword(name) for name in names)
    return valid and names.isdisjoint(_BOUND_OTHERWISE)


def _with_call(calls: list[Call], call: Call) -> list[Call]:
    index = place_for(path_key(call[0]), [path_key(module) for module, _ in calls])
    return [*calls[:index], call, *calls[index:]]


def _with_name(names: list[str], name: str, room: int) -> str:
    """The names of an import and one more: on one line, or where that has no room on one each."""
    index = place_of_name(name, names)
    together = [*names[:index], name, *names[index:]]
    line = ", ".join(together)
    if len(line) <= room:
        return line
    return "(\n" + "".join(f"    {each},\n" for each in together) + ")"
