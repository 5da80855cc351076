"""Many rows at once, and in how many statements."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from itertools import pairwise

import pytest
from sqlalchemy import ForeignKey, String, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from app.models.user import User
from app.models.user_session import UserSession
from kit.db.constraints import explain
from kit.errors import InvalidError, NotFoundError
from kit.models.base import BaseModel, OwnedModel, utc_now
from kit.services.base import BaseService
from kit.services.bulk import add_all, change_all, remove_all
from kit.services.owned import OwnedService
from tests.factories.user import create_user


class _Leaf(OwnedModel):
    """No resource has such a name."""

    text: Mapped[str | None] = mapped_column(String(50))
    color: Mapped[str | None] = mapped_column(String(50))
    follows_id: Mapped[int | None] = mapped_column(ForeignKey("_leafs.id"))


TABLE = BaseModel.metadata.tables["_leafs"]
# No migration makes it.
BaseModel.metadata.remove(TABLE)


class _LeafService(OwnedService[_Leaf]):
    model = _Leaf

    async def make(self, *texts: str) -> Sequence[_Leaf]:
        return await add_all(self, [_Leaf(text=text, user_id=self.user.id) for text in texts])


class _SessionService(BaseService[UserSession]):
    model = UserSession


@pytest.fixture
async def mine(db: AsyncSession, user: User) -> _LeafService:
    await (await db.connection()).run_sync(TABLE.create)
    return _LeafService(db, user)


@pytest.fixture
async def theirs(mine: _LeafService) -> _LeafService:
    return _LeafService(mine.db, await create_user(mine.db))


@asynccontextmanager
async def sent(db: AsyncSession) -> AsyncIterator[list[str]]:
    """The statements that are sent meanwhile."""
    statements: list[str] = []
    connection = (await db.connection()).sync_connection

    def note(_: object, __: object, statement: str, *___: object) -> None:
        statements.append(statement)

    event.listen(connection, "before_cursor_execute", note)
    yield statements
    event.remove(connection, "before_cursor_execute", note)


class TestAddAll:
    async def test_one_statement_makes_them_in_order(self, mine: _LeafService) -> None:
        async with sent(mine.db) as statements:
            made = await mine.make(*map(str, range(100)))

        # Of several rows at once, SQLite would not say which has which id.
        is_sqlite = mine.db.get_bind().dialect.name == "sqlite"
        assert len(statements) == (100 if is_sqlite else 1)
        assert [leaf.text for leaf in sorted(made, key=lambda leaf: leaf.id)] == [
            leaf.text for leaf in made
        ]

    async def test_one_more_finds_what_they_refer_to(self, mine: _LeafService, user: User) -> None:
        first, second = await mine.make("a", "b")
        leaves = [_Leaf(follows_id=id, user_id=user.id) for id in (first.id, second.id, None)]

        async with sent(mine.db) as statements:
            await add_all(mine, leaves)

        assert len([statement for statement in statements if "SELECT" in statement[:6]]) == 1

    async def test_what_refers_to_what_is_anothers_is_named(
        self, mine: _LeafService, theirs: _LeafService
    ) -> None:
        (own,) = await theirs.make("a")
        (other,) = await mine.make("a")
        leaves = [_Leaf(follows_id=leaf.id, user_id=theirs.user.id) for leaf in (own, other)]

        with pytest.raises(InvalidError, match="nothing that exists") as error:
            await add_all(theirs, leaves)

        assert error.value.field == "items.1.follows_id"


class TestChangeAll:
    async def test_those_of_the_same_columns_are_one_statement(self, mine: _LeafService) -> None:
        ids = [leaf.id for leaf in await mine.make(*map(str, range(100)))]
        before = utc_now()
        changes = [{"id": id, "text": f"new {id}"} for id in reversed(ids)]

        async with sent(mine.db) as statements:
            changed = await change_all(mine, changes)

        assert len(statements) == 2
        assert [leaf.id for leaf in changed] == ids[::-1]
        for leaf in changed:
            await mine.db.refresh(leaf)
        assert [leaf.text for leaf in changed] == [change["text"] for change in changes]
        assert min(leaf.updated_at for leaf in changed) > before

    async def test_each_may_change_something_else(self, mine: _LeafService) -> None:
        first, second, third = await mine.make("a", "b", "c")

        await change_all(
            mine,
            [
                {"id": first.id, "color": "red"},
                {"id": second.id, "text": None, "follows_id": first.id},
                {"id": third.id},
            ],
        )

        rows = [(leaf.text, leaf.color, leaf.follows_id) for leaf in (first, second, third)]
        assert rows == [("a", "red", None), (None, None, first.id), ("c", None, None)]

    async def test_what_would_refer_to_what_is_anothers_is_named(
        self, mine: _LeafService, theirs: _LeafService
    ) -> None:
        first, second = await mine.make("a", "b")
        (other,) = await theirs.make("c")

        with pytest.raises(InvalidError) as error:
            await change_all(mine, [{"id": first.id}, {"id": second.id, "follows_id": other.id}])

        assert error.value.field == "items.1.follows_id"

    async def test_what_is_anothers_is_not_there(
        self, mine: _LeafService, theirs: _LeafService
    ) -> None:
        (leaf,) = await theirs.make("a")
        (own,) = await mine.make("b")

        with pytest.raises(NotFoundError, match=f"^_Leaf {leaf.id} not found$") as error:
            await change_all(mine, [{"id": own.id, "text": "new"}, {"id": leaf.id}])

        assert error.value.field == "items.1.id"
        assert own.text == "b"


class TestRemoveAll:
    async def test_two_statements_find_and_remove_them(self, mine: _LeafService) -> None:
        # Each follows the one before, and all go at once.
        leaves = await mine.make(*map(str, range(100)))
        for before, leaf in pairwise(leaves):
            leaf.follows_id = before.id
        await mine.db.flush()

        async with sent(mine.db) as statements:
            await remove_all(mine, [leaf.id for leaf in leaves])

        assert len(statements) == 2
        with pytest.raises(NotFoundError):
            await mine.get_or_404(leaves[0].id)

    async def test_what_is_anothers_is_not_there(
        self, mine: _LeafService, theirs: _LeafService
    ) -> None:
        (leaf,) = await theirs.make("a")

        with pytest.raises(NotFoundError) as error:
            await remove_all(mine, [leaf.id])

        assert (error.value.field, error.value.location) == ("id", "query")

    async def test_one_that_is_there_twice_is_refused(self, mine: _LeafService) -> None:
        (leaf,) = await mine.make("a")

        with pytest.raises(InvalidError, match="is there twice"):
            await remove_all(mine, [leaf.id, leaf.id])


@pytest.mark.parametrize("changes", [False, True])
async def test_a_constraint_names_the_column_of_whichever_row(
    db: AsyncSession, user: User, changes: bool
) -> None:
    service = _SessionService(db)
    values = {"hashed_secret": "-", "last_used_at": utc_now(), "expires_at": utc_now()}
    owners = [user.id, user.id, user.id if changes else 4711]
    sessions = [
        UserSession(hashed_family=str(number), user_id=id, **values)
        for number, id in enumerate(owners)
    ]

    async def write() -> None:
        rows = await add_all(service, sessions)
        await change_all(service, [{"id": row.id, "user_id": 4711 + row.id} for row in rows])

    with pytest.raises(DBAPIError) as caught:
        await write()
    await db.rollback()

    assert (await db.run_sync(explain, caught.value)).field == "user_id"
