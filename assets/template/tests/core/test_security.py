from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest
from pwdlib import PasswordHash

from app.config import get_settings
from app.core.exceptions import UnauthorizedError
from app.core.security import (
    create_access_token,
    hash_password,
    read_access_token,
    verify_password,
)


def forged(
    *, key: str = "", algorithm: str = "HS256", changes: dict[str, Any] | None = None
) -> str:
    """A token like ours but for the changes; None takes a claim away."""
    settings = get_settings()
    now = datetime.now(UTC)
    claims = {
        "sub": "1",
        "iat": now,
        "exp": now + timedelta(minutes=5),
        "iss": settings.project_name,
        "aud": settings.project_name,
        "jti": "1",
    } | (changes or {})
    claims = {name: value for name, value in claims.items() if value is not None}
    return jwt.encode(claims, key or settings.secret_key.get_secret_value(), algorithm)


def test_a_token_tells_whose_it_is() -> None:
    assert read_access_token(create_access_token(7)) == 7


def test_the_forger_of_these_tests_would_succeed_with_our_claims() -> None:
    assert read_access_token(forged()) == 1


@pytest.mark.parametrize("claim", ["exp", "iat", "sub", "aud", "iss", "jti"])
def test_no_claim_may_be_missing(claim: str) -> None:
    with pytest.raises(UnauthorizedError):
        read_access_token(forged(changes={claim: None}))


@pytest.mark.parametrize(
    "token",
    [
        "nonsense",
        forged(changes={"exp": datetime.now(UTC) - timedelta(seconds=1)}),
        forged(changes={"aud": "somebody-else"}),
        forged(changes={"iss": "somebody-else"}),
        forged(changes={"sub": "not-a-number"}),
        forged(key="k" * 32),
        forged(algorithm="HS512", key="k" * 64),
        jwt.encode({"sub": "1"}, "", algorithm="none"),
    ],
)
def test_a_token_that_is_not_ours_is_refused(token: str) -> None:
    with pytest.raises(UnauthorizedError):
        read_access_token(token)


class TestPasswords:
    async def test_a_password_matches_its_own_hash_alone(self) -> None:
        hashed = await hash_password("correct horse battery")

        assert await verify_password("correct horse battery", hashed) == hashed
        assert await verify_password("wrong horse battery", hashed) is None

    async def test_nothing_matches_no_hash(self) -> None:
        assert await verify_password("anything", None) is None

    async def test_an_old_hash_matches_and_is_succeeded_by_a_new_one(self) -> None:
        old = PasswordHash.recommended().hash("correct horse battery")

        new = await verify_password("correct horse battery", old)

        assert new is not None
        assert "m=19456,t=2,p=1" in new
        assert await verify_password("correct horse battery", new) == new
