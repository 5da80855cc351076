"""Passwords, tokens and secrets."""

import os
import re
import unicodedata
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from hashlib import sha256
from secrets import token_urlsafe
from time import time
from typing import Any, Literal, NamedTuple
from uuid import uuid4

import jwt
from anyio import CapacityLimiter
from anyio.to_thread import run_sync
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from app.config import get_settings
from app.core.exceptions import InvalidError, UnauthorizedError

ALGORITHM = "HS256"
# PyJWT skips what is not base64: one token could be written, and kept, in countless ways.
COMPACT_FORM = re.compile(r"[\w-]+\.[\w-]+\.[\w-]{43}", re.ASCII)
REQUIRED_CLAIMS = ["exp", "iat", "sub", "aud", "iss", "jti"]
# How far the clock of another server may be ahead that made the token.
CLOCK_LEEWAY = timedelta(seconds=30)
ID = re.compile(r"[1-9][0-9]{0,18}")

# What OWASP asks for at least: 19 MiB, twice, one lane.
MEMORY_COST, TIME_COST, PARALLELISM = 19 * 1024, 2, 1

_hasher = PasswordHash([Argon2Hasher(TIME_COST, MEMORY_COST, PARALLELISM)])
# Checked against when there is no such user, so that both failures take the same time. It is the
# hash of no password.
_nobody = f"$argon2id$v=19$m={MEMORY_COST},t={TIME_COST},p={PARALLELISM}${'A' * 22}${'A' * 43}"
# A hash takes a processor and its memory: more at a time would not be faster, only larger. Four at
# most, as a container sees all processors of its machine, and has little of its memory.
_turns = CapacityLimiter(min(os.cpu_count() or 1, 4))


async def hash_password(password: str) -> str:
    return await run_sync(_hasher.hash, _normal(password), limiter=_turns)


async def verify_password(password: str, hashed: str | None) -> str | None:
    """The hash to keep from now on, a new one if this is outdated; None for a wrong password.

    With no hash, work as long and say None.
    """
    check = _hasher.verify_and_update
    matches, newer = await run_sync(check, _normal(password), hashed or _nobody, limiter=_turns)
    return newer or hashed if matches else None


def _normal(password: str) -> str:
    """Some characters can be written in two ways; which one arrives depends on the keyboard."""
    return unicodedata.normalize("NFC", password)


def new_secret() -> str:
    """256 random bits: nobody guesses them, so a fast hash is enough to keep."""
    return token_urlsafe(32)


def hash_secret(secret: str) -> str:
    return sha256(secret.encode("utf-8", "replace")).hexdigest()


class AccessClaims(NamedTuple):
    """What a token says of its bearer; `expires_at` is in seconds since 1970."""

    user_id: int
    session_id: int
    expires_at: int


def create_access_token(user_id: int, session_id: int) -> str:
    settings = get_settings()
    claims = {"sub": str(user_id), "sid": session_id, "aud": settings.project_name}
    return _sign(claims, settings.access_token_minutes)


def read_access_token(token: str) -> AccessClaims:
    """What the token was made for; raises UnauthorizedError."""
    settings = get_settings()
    try:
        claims = _verified(token, settings.secret_key.get_secret_value(), settings.project_name)
        _refuse_expired(claims.expires_at)
    except jwt.InvalidTokenError:
        raise UnauthorizedError("The access token is not valid") from None
    return claims


@lru_cache(maxsize=4096)
def _verified(token: str, key: str, project_name: str) -> AccessClaims:
    """Kept, because checking takes long. What is not valid raises, and is therefore not kept."""
    claims = _decode(token, key, project_name, audience=project_name, required=["sid"])
    return AccessClaims(_id(claims["sub"]), _id(claims["sid"]), int(claims["exp"]))


Purpose = Literal["verify-email", "reset-password"]


class MailClaims(NamedTuple):
    """What a token in a mail was made for: a user, in a state, and the address it went to."""

    user_id: int
    state: str
    email: str


def create_mail_token(purpose: Purpose, claims: MailClaims) -> str:
    settings = get_settings()
    said = {"sub": str(claims.user_id), "state": claims.state, "email": claims.email}
    audience = {"aud": f"{settings.project_name}/{purpose}"}
    return _sign(said | audience, settings.mail_token_minutes)


def read_mail_token(purpose: Purpose, token: str) -> MailClaims:
    """What the token was made for; raises InvalidError."""
    settings = get_settings()
    name, key = settings.project_name, settings.secret_key.get_secret_value()
    try:
        claims = _decode(
            token, key, name, audience=f"{name}/{purpose}", required=["state", "email"]
        )
        return MailClaims(_id(claims["sub"]), str(claims["state"]), str(claims["email"]))
    except jwt.InvalidTokenError:
        raise InvalidError("The token is not valid any more", field="token") from None


def _sign(claims: dict[str, Any], minutes: int) -> str:
    settings = get_settings()
    now = datetime.now(UTC)
    claims |= {
        "iat": now,
        "exp": now + timedelta(minutes=minutes),
        "iss": settings.project_name,
        "jti": uuid4().hex,
    }
    return jwt.encode(claims, settings.secret_key.get_secret_value(), ALGORITHM)


def _decode(
    token: str, key: str, issuer: str, *, audience: str, required: list[str]
) -> dict[str, Any]:
    if not COMPACT_FORM.fullmatch(token):
        raise jwt.DecodeError
    try:
        claims: dict[str, Any] = jwt.decode(
            token,
            key,
            algorithms=[ALGORITHM],
            audience=audience,
            issuer=issuer,
            leeway=CLOCK_LEEWAY,
            options={"require": [*REQUIRED_CLAIMS, *required]},
        )
    except (ValueError, TypeError, OverflowError):
        # PyJWT does not expect every value that JSON, as Python reads it, can have for a time.
        raise jwt.DecodeError from None
    _refuse_expired(int(claims["exp"]))
    return claims


def _refuse_expired(expires_at: int) -> None:
    """The leeway is for tokens that seem to come early: none lasts longer by it."""
    if expires_at <= time():
        raise jwt.ExpiredSignatureError


def _id(claim: object) -> int:
    if not ID.fullmatch(digits := str(claim)) or int(digits) >= 2**63:
        raise jwt.DecodeError
    return int(digits)
