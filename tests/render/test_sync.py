from fastapi_backend_builder.render.sync import as_sync


def test_nothing_is_awaited_any_more() -> None:
    code = "async def delete(self, id: int): await self.remove(await self.get_or_404(id))"

    assert as_sync(code) == "def delete(self, id: int): self.remove(self.get_or_404(id))"


def test_sessions_and_services_are_those_of_the_sync_door() -> None:
    code = "AsyncDbSession, IdempotentDbSession, BaseService[Todo], OwnedService[Todo]"

    assert as_sync(code) == (
        "DbSession, SyncIdempotentDbSession, SyncService[Todo], SyncOwnedService[Todo]"
    )


def test_what_takes_a_session_gets_one_to_await() -> None:
    code = "return await self.listing.page(self.db, params, user_id=self.user.id)"

    assert as_sync(code) == (
        "return finish(self.listing.page(as_async(self.db), params, user_id=self.user.id))"
    )


def test_what_takes_the_service_gets_the_one_to_await() -> None:
    assert as_sync("await remove_all(self, ids)") == "finish(remove_all(self.awaited, ids))"
