"""Conditional requests: not sent again is what a client has, not changed what it has not seen."""

import re
from collections.abc import Callable
from functools import wraps
from inspect import Parameter, iscoroutinefunction, signature
from typing import Annotated, Any, ParamSpec, TypeVar

from fastapi import Depends, Header, HTTPException, Response, status
from fastapi.requests import HTTPConnection
from pydantic import AfterValidator

from kit.http.openapi import operations
from kit.models.base import BaseModel
from kit.models.etag import ETags, etag_of, is_known, tags_of

ETAG, IF_MATCH, IF_NONE_MATCH = "ETag", "If-Match", "If-None-Match"
# `*`, or tags with commas between them.
TAGS = r'^(\*|(W/)?"[!#-~]*"([ \t]*,[ \t]*(W/)?"[!#-~]*")*)$'
MAX_LENGTH = 1_000

RowT = TypeVar("RowT", bound=BaseModel)
Taken = ParamSpec("Taken")
Returned = TypeVar("Returned")


class Tagger:
    """Called with the row of an answer: the answer has its tag, or is 304 for who knows it."""

    def __init__(self, response: Response, if_none_match: str | None) -> None:
        self._response = response
        self._if_none_match = if_none_match

    def __call__(self, row: RowT) -> RowT:
        if row.embedded_rows is not None:
            return row  # the version of the row says nothing of what is shown with it
        etag = etag_of(row)
        if self._if_none_match and is_known(etag, self._if_none_match):
            raise HTTPException(status.HTTP_304_NOT_MODIFIED, headers={ETAG: etag})
        self._response.headers[ETAG] = etag
        return row


async def get_tagger(
    connection: HTTPConnection,
    response: Response,
    if_none_match: Annotated[
        str | None, Header(alias=IF_NONE_MATCH, description="for any of these tags, 304")
    ] = None,
) -> Tagger:
    reads = connection.scope["method"] == "GET"
    return Tagger(response, if_none_match if reads else None)


WithETag = Annotated[Tagger, Depends(get_tagger)]


def with_etag(endpoint: Callable[Taken, Returned]) -> Callable[Taken, Returned]:
    """Tag the answer with the version of the row that the endpoint returns.

    It stands below the decorator of the route. A client that has this version gets a 304. An
    endpoint that answers something else than a row asks for `WithETag`, and calls it with the row.
    """
    function: Any = endpoint

    async def answer(*, _tagger: Tagger, **values: Any) -> Any:
        return _tagger(await function(**values))

    def answer_in_thread(*, _tagger: Tagger, **values: Any) -> Any:
        return _tagger(function(**values))

    taken = signature(function)
    tagger = Parameter("_tagger", Parameter.KEYWORD_ONLY, annotation=WithETag)
    tagged: Any = wraps(function)(answer if iscoroutinefunction(function) else answer_in_thread)
    tagged.__signature__ = taken.replace(parameters=[*taken.parameters.values(), tagger])
    return tagged  # type: ignore[no-any-return]


def _check_tags(value: str) -> str:
    if not re.fullmatch(TAGS, value):
        raise ValueError('must be * or tags with their quotes, as in "1-5f", with commas between')
    return value


async def get_if_match(
    if_match: Annotated[
        str | None,
        Header(
            alias=IF_MATCH,
            max_length=MAX_LENGTH,
            description="for any version but these tags, 412",
            json_schema_extra={"pattern": TAGS},
        ),
        AfterValidator(_check_tags),
    ] = None,
) -> ETags | None:
    return None if if_match is None else tags_of(if_match)


def describe_etags(document: dict[str, Any]) -> None:
    """Say in the OpenAPI document which answers have a tag, and which may be 304."""
    for method, operation in operations(document):
        parameters = operation.get("parameters", [])
        condition = next((p for p in parameters if p.get("name") == IF_NONE_MATCH), None)
        if condition is None:
            continue
        if method == "get":
            operation["responses"]["304"] = {"description": "The client has this version."}
        else:
            # It has the tagger for its answer, and does not look at this.
            parameters.remove(condition)
        _describe_header(operation["responses"])


def _describe_header(responses: dict[str, Any]) -> None:
    header = {
        "description": f"The version of what is shown, for `{IF_MATCH}` and `{IF_NONE_MATCH}`",
        "schema": {"type": "string"},
    }
    for status_code, response in responses.items():
        if status_code < "4" and "$ref" not in response:
            response["headers"] = {ETAG: header, **response.get("headers", {})}
