import hmac
import json
import os
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from math import inf, nan
from runpy import run_path
from types import SimpleNamespace
from typing import Any

import jwt
import pytest
from pwdlib import PasswordHash

from app.config import Settings, get_settings
from app.core import security
from app.core.security import (
    MailClaims,
    Purpose,
    create_access_token,
    create_mail_token,
    hash_password,
    new_secret,
    read_access_token,
    read_mail_token,
    verify_password,
)
from kit.errors import InvalidError, UnauthorizedError


def forged(
    *, key: str = "", algorithm: str = "HS256", changes: dict[str, Any] | None = None
) -> str:
    """A token like ours but for the changes; None takes a claim away."""
    settings = get_settings()
    now = datetime.now(UTC)
    claims = {
        "sub": "1",
        "sid": 2,
        "iat": now,
        "exp": now + timedelta(minutes=5),
        "iss": settings.project_name,
        "aud": settings.project_name,
        "jti": "1",
    } | (changes or {})
    claims = {name: value for name, value in claims.items() if value is not None}
    return jwt.encode(claims, key or settings.secret_key.get_secret_value(), algorithm)


def encoded(value: object) -> str:
    content = value if isinstance(value, bytes) else json.dumps(value).encode()
    return urlsafe_b64encode(content).decode().rstrip("=")


def signed_by_hand(
    algorithm: str | None, *, key: str = "", digest: str = "sha256", **header: str
) -> str:
    """A token that says of itself what no library would say."""
    key = key or get_settings().secret_key.get_secret_value()
    header |= {"alg": algorithm} if algorithm else {}
    content = encoded(header) + "." + forged().split(".")[1]
    return content + "." + encoded(hmac.digest(key.encode(), content.encode(), digest))


def test_a_token_tells_whose_it_is_and_of_which_session() -> None:
    claims = read_access_token(create_access_token(7, 8))

    assert (claims.user_id, claims.session_id) == (7, 8)


def test_the_forger_of_these_tests_would_succeed_with_our_claims() -> None:
    assert read_access_token(forged()).user_id == 1
    assert read_access_token(signed_by_hand("HS256")).user_id == 1


@pytest.mark.parametrize("claim", ["exp", "iat", "sub", "sid", "aud", "iss", "jti"])
def test_no_claim_may_be_missing(claim: str) -> None:
    with pytest.raises(UnauthorizedError):
        read_access_token(forged(changes={claim: None}))


@pytest.mark.parametrize("claim", ["iat", "nbf"])
def test_a_clock_that_is_some_seconds_ahead_makes_good_tokens(claim: str) -> None:
    ahead = datetime.now(UTC) + timedelta(seconds=20)

    assert read_access_token(forged(changes={claim: ahead})).user_id == 1


def tampered(token: str) -> Iterator[str]:
    """The token with each of its characters changed, and taken apart in other ways."""
    # Some bits of the last character mean nothing.
    for place, character in enumerate(token[:-1]):
        yield token[:place] + ("B" if character == "A" else "A") + token[place + 1 :]
    header, payload, signature = token.split(".")
    for part in ("", encoded({"alg": "none"}), encoded([]), encoded({"alg": ["HS256"]}), "[" * 9):
        yield f"{part}.{payload}.{signature}"
        yield f"{header}.{part}.{signature}"
        yield f"{header}.{payload}.{part}"
    yield from (token[:-1], token + "A", token + ".", token + "=", f".{token}", f"{token}.{token}")
    yield from (token + "\n", " " + token, token + "é", token + "\ud800", "\0", "", "..", "...")
    yield "a" * 2**20


MAIL_CLAIMS = MailClaims(user_id=1, state="state", email="ada@example.com")

# What no column of ids holds, and what no clock shows.
NO_IDS = [0, -1, 2**63, -(2**63) - 1, 10**400, 1.5, True, inf, [1], " 1", "1_0", "\u0661"]
NO_TIMES = [inf, nan, "soon", [1], {}]

NOT_OURS = [
    forged(changes={"exp": datetime.now(UTC) - timedelta(seconds=1)}),
    forged(changes={"aud": "somebody-else"}),
    forged(changes={"iss": "somebody-else"}),
    forged(changes={"sub": "not-a-number"}),
    forged(changes={"sid": "not-a-number"}),
    *(forged(changes={"sub": str(id)}) for id in NO_IDS),
    *(forged(changes={"sid": id}) for id in NO_IDS),
    *(forged(changes={time: value}) for time in ("exp", "iat", "nbf") for value in NO_TIMES),
    forged(changes={"iat": datetime.now(UTC) + timedelta(hours=1)}),
    forged(changes={"nbf": datetime.now(UTC) + timedelta(hours=1)}),
    forged(key="k" * 32),
    forged(algorithm="HS512", key="k" * 64),
    create_mail_token("verify-email", MAIL_CLAIMS),
    create_mail_token("reset-password", MAIL_CLAIMS),
    new_secret(),
    f"{new_secret()}.{new_secret()}",
    signed_by_hand("HS384", digest="sha384"),
    signed_by_hand("HS256", key="-----BEGIN PUBLIC KEY-----"),
    signed_by_hand("RS256"),
    signed_by_hand("HS256", key="/dev/null", kid="/dev/null"),
    signed_by_hand("HS256", key="k" * 32, jku="https://evil.net/keys"),
    signed_by_hand("hs256"),
    signed_by_hand(None),
    signed_by_hand("none"),
    signed_by_hand("none").rpartition(".")[0] + ".",
]


@pytest.mark.parametrize("warm", [True, False])
class TestRefused:
    @pytest.fixture(autouse=True)
    def token(self, warm: bool) -> str:
        """A good one, which has been seen before or has not."""
        token = create_access_token(1, 2)
        if warm:
            read_access_token(token)
        return token

    @pytest.mark.parametrize("other", NOT_OURS, ids=range(len(NOT_OURS)))
    def test_a_token_that_is_not_ours(self, other: str) -> None:
        for _ in range(2):
            with pytest.raises(UnauthorizedError):
                read_access_token(other)

    def test_a_token_that_was_tampered_with(self, token: str) -> None:
        for other in tampered(token):
            with pytest.raises(UnauthorizedError):
                read_access_token(other)

    def test_a_token_from_the_moment_it_expires(
        self, token: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        expires_at = jwt.decode(token, options={"verify_signature": False})["exp"]

        monkeypatch.setattr(security, "time", lambda: expires_at - 0.1)
        assert read_access_token(token).user_id == 1
        monkeypatch.setattr(security, "time", lambda: expires_at)
        with pytest.raises(UnauthorizedError):
            read_access_token(token)

    @pytest.mark.parametrize("change", [{"secret_key": "k" * 32}, {"project_name": "another"}])
    def test_a_token_of_other_settings(
        self, token: str, change: dict[str, Any], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        settings = Settings(_env_file=None, **change)
        monkeypatch.setattr(security, "get_settings", lambda: settings)

        with pytest.raises(UnauthorizedError):
            read_access_token(token)


def test_what_is_refused_is_not_kept() -> None:
    security._verified.cache_clear()
    kept = security._verified.cache_info().currsize

    for token in [*NOT_OURS, *tampered(forged())]:
        with pytest.raises(UnauthorizedError):
            read_access_token(token)

    assert security._verified.cache_info().currsize == kept


@pytest.mark.parametrize("purpose", ["verify-email", "reset-password"])
class TestMailTokens:
    def test_it_tells_what_it_was_made_for(self, purpose: Purpose) -> None:
        assert read_mail_token(purpose, create_mail_token(purpose, MAIL_CLAIMS)) == MAIL_CLAIMS

    def test_no_other_token_is_taken_for_it(self, purpose: Purpose) -> None:
        other: Purpose = "verify-email" if purpose == "reset-password" else "reset-password"

        for token in (
            create_mail_token(other, MAIL_CLAIMS),
            create_access_token(1, 2),
            forged(changes={"aud": f"{get_settings().project_name}/{purpose}"}),
            *tampered(create_mail_token(purpose, MAIL_CLAIMS)),
        ):
            with pytest.raises(InvalidError):
                read_mail_token(purpose, token)

    def test_a_clock_that_is_some_seconds_ahead_makes_good_ones(
        self, purpose: Purpose, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        ahead = SimpleNamespace(now=lambda tz: datetime.now(tz) + timedelta(seconds=20))
        with monkeypatch.context() as elsewhere:
            elsewhere.setattr(security, "datetime", ahead)
            token = create_mail_token(purpose, MAIL_CLAIMS)

        assert read_mail_token(purpose, token) == MAIL_CLAIMS

    def test_its_time_ends(self, purpose: Purpose, monkeypatch: pytest.MonkeyPatch) -> None:
        settings = get_settings().model_copy(update={"mail_token_minutes": 0})
        monkeypatch.setattr(security, "get_settings", lambda: settings)

        with pytest.raises(InvalidError):
            read_mail_token(purpose, create_mail_token(purpose, MAIL_CLAIMS))


class TestPasswords:
    async def test_a_password_matches_its_own_hash_alone(self) -> None:
        hashed = await hash_password("correct horse battery")

        assert await verify_password("correct horse battery", hashed) == hashed
        assert await verify_password("wrong horse battery", hashed) is None

    async def test_every_character_counts_up_to_the_last(self) -> None:
        hashed = await hash_password("🔑" * 127 + "🔒")

        assert await verify_password("🔑" * 127 + "🔒", hashed) == hashed
        assert await verify_password("🔑" * 128, hashed) is None
        assert await verify_password("🔑" * 127, hashed) is None

    async def test_two_ways_to_write_a_character_are_one_password(self) -> None:
        hashed = await hash_password("caf\N{LATIN SMALL LETTER E WITH ACUTE} au lait")

        assert await verify_password("cafe\N{COMBINING ACUTE ACCENT} au lait", hashed) == hashed

    async def test_what_only_looks_alike_is_another_password(self) -> None:
        hashed = await hash_password("five o'clock")

        assert await verify_password("\N{LATIN SMALL LIGATURE FI}ve o'clock", hashed) is None

    async def test_nothing_matches_no_hash(self) -> None:
        assert await verify_password("anything", None) is None

    async def test_an_old_hash_matches_and_is_succeeded_by_a_new_one(self) -> None:
        old = PasswordHash.recommended().hash("correct horse battery")

        new = await verify_password("correct horse battery", old)

        assert new is not None
        assert "m=19456,t=2,p=1" in new
        assert await verify_password("correct horse battery", new) == new

    async def test_a_storm_takes_no_more_memory_on_a_machine_with_many_processors(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(os, "cpu_count", lambda: 64)
        elsewhere = run_path(security.__file__)

        assert elsewhere["_turns"].total_tokens == 4
