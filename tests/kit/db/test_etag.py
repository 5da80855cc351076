"""Which tags are whose."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.models.user import User
from kit.models.base import BaseModel
from kit.models.etag import etag_of, is_known, tags_of

NOW = datetime(2026, 1, 31, 9, 30, 0, 1, tzinfo=UTC)


class _Loan(BaseModel):
    """It outlives what it refers to."""

    lender_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))


BaseModel.metadata.remove(BaseModel.metadata.tables["_loans"])


def written(id: int, at: datetime = NOW) -> str:
    return etag_of(User(id=id, updated_at=at))


def test_a_version_has_one_tag() -> None:
    assert written(1) == written(1)


def test_a_write_of_the_next_microsecond_is_another_version() -> None:
    assert written(1) != written(1, NOW + timedelta(microseconds=1))


def test_rows_that_were_written_at_once_differ() -> None:
    assert written(1) != written(11)


def test_a_reference_that_the_database_cleared_is_another_version() -> None:
    seen = etag_of(_Loan(id=1, updated_at=NOW, lender_id=7))

    assert etag_of(_Loan(id=1, updated_at=NOW, lender_id=None)) != seen


def test_a_tag_does_not_show_what_is_referred_to() -> None:
    tags = {etag_of(_Loan(id=1, updated_at=NOW, lender_id=id)) for id in (7, 8)}

    assert len(tags) == 1


@pytest.mark.parametrize(
    ("header", "tags"),
    [
        ('"a"', {'"a"'}),
        ('"a", "b,c" \t,"d"', {'"a"', '"b,c"', '"d"'}),
        ('W/"a"', {'W/"a"'}),
        ('""', {'""'}),
        ("*", None),
        ('"*"', {'"*"'}),
    ],
)
def test_an_if_match_is_a_list_of_tags_or_anything(header: str, tags: set[str] | None) -> None:
    assert tags_of(header) == tags


@pytest.mark.parametrize("header", ['"a"', 'W/"a"', '"b", "a"', "*"])
def test_who_names_a_version_knows_it(header: str) -> None:
    assert is_known('"a"', header)


@pytest.mark.parametrize("header", ["", "a", '"b"', '"ab"', '"b,a"', '"a', "\xff\0"])
def test_who_names_another_does_not(header: str) -> None:
    assert not is_known('"a"', header)
