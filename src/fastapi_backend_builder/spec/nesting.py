"""What the rows of a resource are under."""

import re
from collections.abc import Iterable
from dataclasses import replace

from fastapi_backend_builder.errors import UsageError
from fastapi_backend_builder.spec.arguments import SELF
from fastapi_backend_builder.spec.fields import Field, parse_field, to_text
from fastapi_backend_builder.spec.names import Noun, pascal_case, snake_case
from fastapi_backend_builder.spec.owner import USER

_CLASS_NAME = re.compile(r"[A-Z][A-Za-z0-9]*")


def read_parent(model: str, noun: Noun, fields: Iterable[Field]) -> Field:
    """The reference to the row that one is under: the path of a request says which it is."""
    if model == USER:
        raise UsageError(
            f"rows are not under a {USER}, whose account is not for others to see",
            hint=f"write --owned-by {USER} for rows of who is signed in",
        )
    if model in (SELF, noun.class_name):
        raise UsageError(
            f"a {noun.human} cannot be under another by its URL",
            hint="refer to the other: parent:ref=self:optional",
        )
    if not _CLASS_NAME.fullmatch(model):
        proposal = pascal_case(re.sub(r"\W", "_", model)) or "Post"
        raise UsageError(f"{model!r} cannot be the name of a model", hint=f"try --under {proposal}")
    parent = parse_field(f"{snake_case(model)}:ref={model}:cascade", resource=noun.singular)
    for field in fields:
        if {field.name, field.column} & {parent.name, parent.column}:
            raise UsageError(
                f"'{to_text(field)}' and --under {model} both make '{field.column}'",
                hint="leave the field out: --under makes the reference",
            )
    # Its index has the id too, for the order of lists.
    return replace(parent, index=False, readonly=True)
