from collections.abc import Iterator

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from kit.db.constraints import explain, is_refusal
from kit.errors import ConflictError

TABLE = """
CREATE TABLE links (
    id INTEGER PRIMARY KEY,
    before_id INTEGER REFERENCES links (id) ON DELETE CASCADE
)
"""


@pytest.fixture
def chain() -> Iterator[Session]:
    """On SQLite, more rows than it deletes one because of another."""
    engine = create_engine("sqlite://")
    with Session(engine) as session:
        session.execute(text("PRAGMA foreign_keys = ON"))
        session.execute(text(TABLE))
        rows = [{"id": id, "before_id": id - 1 or None} for id in range(1, 1100)]
        session.execute(text("INSERT INTO links VALUES (:id, :before_id)"), rows)
        yield session
    engine.dispose()


def test_a_deletion_that_goes_too_deep_is_a_conflict(chain: Session) -> None:
    with pytest.raises(OperationalError) as caught:
        chain.execute(text("DELETE FROM links WHERE id = 1"))

    assert is_refusal(caught.value)
    assert isinstance(explain(chain, caught.value), ConflictError)
