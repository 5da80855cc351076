import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.config import Settings
from kit.db.availability import is_unavailable
from kit.db.session import Database

OPTIONS = "?sslmode=disable&channel_binding=disable&connect_timeout=3&application_name=x"


@pytest.mark.parametrize("host", ["127.0.0.1:1", "no.such.host.invalid", ""])
async def test_a_server_that_is_not_there_is_unavailable_behind_both_doors(host: str) -> None:
    url = f"postgresql://u:p@{host}/none{OPTIONS}{'' if host else '&host=/no/such/folder'}"
    database = Database(Settings(_env_file=None, database_url=url))

    with database.session() as db, pytest.raises(DBAPIError) as sync_error:
        db.connection()
    async with database.async_session() as async_db:
        with pytest.raises(DBAPIError) as async_error:
            await async_db.connection()

    assert is_unavailable(sync_error.value)
    assert is_unavailable(async_error.value)


async def test_a_wrong_statement_is_not_the_fault_of_the_database(database: Database) -> None:
    async with database.async_session(read_only=True) as db:
        with pytest.raises(DBAPIError) as error:
            await db.execute(text("SELECT * FROM nowhere"))

    assert not is_unavailable(error.value)
