"""What is written into files, and how they end."""

import csv
import json
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime
from decimal import Decimal
from io import StringIO
from typing import Any
from weakref import WeakSet

import pytest
from anyio import Event, fail_after, sleep_forever
from anyio.lowlevel import checkpoint
from pydantic import MISSING
from starlette.requests import ClientDisconnect
from starlette.types import Message, Scope

from kit.http.files import Csv, ExportFormat, file_of
from kit.schemas.base import ResponseSchema
from kit.schemas.types import Base64

SCOPE: Scope = {"type": "http", "asgi": {"version": "3.0", "spec_version": "2.3"}}


class Entry(ResponseSchema):
    text: Any
    other: str | MISSING = MISSING


class Everything(ResponseSchema):
    text: str | None
    number: int
    amount: Decimal
    day: date
    moment: datetime
    flag: bool
    document: Any
    blob: Base64


def cells(schema: type[ResponseSchema], *rows: ResponseSchema) -> list[list[str]]:
    file = Csv(schema)
    return list(csv.reader(StringIO(file.head + file.lines(rows), newline="")))


def test_every_type_has_its_form() -> None:
    row = Everything(
        text=None,
        number=-7,
        amount=Decimal("-1.50"),
        day=date(2026, 1, 31),
        moment=datetime(2026, 1, 31, 9, 30, tzinfo=UTC),
        flag=True,
        document={"a": ["ü", None]},
        blob=b"abc",
    )

    assert cells(Everything, row) == [
        ["text", "number", "amount", "day", "moment", "flag", "document", "blob"],
        [
            "",
            "-7",
            "-1.50",
            "2026-01-31",
            "2026-01-31T09:30:00Z",
            "true",
            '{"a": ["ü", null]}',
            "YWJj",
        ],
    ]


@pytest.mark.parametrize(
    "text", ["a,b", 'say "x"', "two\r\nlines", "\u2028", " x", "a=1", "a, -b", "'", ""]
)
def test_a_text_comes_back_as_it_was(text: str) -> None:
    assert cells(Entry, Entry(text=text)) == [["text"], [text]]


def test_base64_is_a_text_too() -> None:
    class File(ResponseSchema):
        blob: Base64

    assert cells(File, File(blob=b"\xf8")) == [["blob"], ["'+A=="]]


def test_every_text_is_quoted_and_no_number() -> None:
    row = Everything(
        text="",
        number=1,
        amount=Decimal("1.50"),
        day=date(2026, 1, 31),
        moment=datetime(2026, 1, 31, 9, 30, tzinfo=UTC),
        flag=False,
        document=None,
        blob=b"abc",
    )

    written = Csv(Everything).lines([row])

    assert written == '"",1,1.50,"2026-01-31","2026-01-31T09:30:00Z",false,,"YWJj"\r\n'


def test_a_byte_order_mark_is_there_for_who_asks() -> None:
    assert Csv(Entry, bom=True).head == '\ufeff"text"\r\n'
    assert Csv(Entry).head == '"text"\r\n'


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (" =1", "' =1"),
        ("\u00a0\u200b=1", "'\u00a0\u200b=1"),
        ("\ufeff=1", "'\ufeff=1"),
        ('"=1', "'\"=1"),
        ("a;=1", "a;'=1"),
        ('a;" =1', "a;'\" =1"),
        ("a;b|@c\t-1", "a;b|'@c\t'-1"),
        ("a\r\n=1\n- b", "a\r\n'=1\n'- b"),
        ("\t=1", "'\t'=1"),
    ],
)
def test_no_text_is_a_formula_where_other_characters_part_cells(text: str, kept: str) -> None:
    assert cells(Entry, Entry(text=text)) == [["text"], [kept]]


@pytest.mark.parametrize("text", ["a;=1", "|@a", "\n=1", "a;b", "=1"])
def test_a_document_stays_what_it_was_and_holds_no_formula(text: str) -> None:
    (_, [kept]) = cells(Entry, Entry(text=[text]))

    assert json.loads(kept) == [text]
    assert not re.search("[;|\n][=@]", kept)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@a", "\ta", "\ra", "\na", "\uff1d1", "-"])
def test_no_text_is_a_formula(text: str) -> None:
    assert cells(Entry, Entry(text=text)) == [["text"], [f"'{text}"]]


async def _breaking(whole_parts: int) -> AsyncIterator[Sequence[Entry]]:
    for _ in range(whole_parts):
        yield [Entry(text="a")]
    raise OSError("the database is gone")


async def _connected() -> Message:
    await sleep_forever()
    raise AssertionError


async def test_an_error_midway_does_not_end_the_file_as_if_it_were_whole() -> None:
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    with pytest.raises(OSError, match="gone"):
        await file_of(_breaking(2), Entry, ExportFormat.JSONL, "a")(SCOPE, _connected, send)

    assert [message.get("body") for message in sent] == [None, b'{"text":"a"}\n', b'{"text":"a"}\n']
    assert all(message.get("more_body", True) for message in sent)


async def test_an_error_before_the_first_part_leaves_room_for_an_answer() -> None:
    async def send(_: Message) -> None:
        pytest.fail("nothing is to be sent")

    with pytest.raises(OSError, match="gone"):
        await file_of(_breaking(0), Entry, ExportFormat.CSV, "a")(SCOPE, _connected, send)


class Row:
    text = "a"


class Rows:
    """Parts of rows, and which of them somebody holds."""

    def __init__(self) -> None:
        self.held: WeakSet[Row] = WeakSet()

    def __aiter__(self) -> "Rows":
        return self

    async def __anext__(self) -> Sequence[Row]:
        rows = [Row() for _ in range(3)]
        self.held.update(rows)
        return rows


async def test_a_part_that_waits_for_its_reader_keeps_no_row() -> None:
    rows, sent = Rows(), 0

    async def send(_: Message) -> None:
        nonlocal sent
        assert not rows.held
        if (sent := sent + 1) > 3:
            raise OSError

    with suppress(OSError):
        await file_of(rows, Entry, ExportFormat.JSONL, "a")(SCOPE, _connected, send)

    assert sent > 3


@pytest.mark.parametrize("version", ["2.3", "2.4"])
async def test_who_goes_away_ends_it(version: str) -> None:
    """Servers say so in one way or the other."""
    scope = {**SCOPE, "asgi": {"version": "3.0", "spec_version": version}}
    has_gone = Event()
    made = 0

    async def endless() -> AsyncIterator[Sequence[Entry]]:
        nonlocal made
        while True:
            made += 1
            yield [Entry(text="a")]

    async def send(_: Message) -> None:
        await checkpoint()
        if made > 3:
            has_gone.set()
            if version == "2.4":
                raise OSError

    async def receive() -> Message:
        await has_gone.wait()
        return {"type": "http.disconnect"}

    with fail_after(10), suppress(ClientDisconnect):
        await file_of(endless(), Entry, ExportFormat.CSV, "a")(scope, receive, send)

    assert made < 10
