"""Passwords and tokens."""

import os
import re
import unicodedata
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from time import time
from typing import NamedTuple
from uuid import uuid4

import jwt
from anyio import CapacityLimiter
from anyio.to_thread import run_sync
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from app.config import get_settings
from app.core.exceptions import UnauthorizedError

ALGORITHM = "HS256"
# PyJWT skips what is not base64: one token could be written, and kept, in countless ways.
COMPACT_FORM = re.compile(r"[\w-]+\.[\w-]+\.[\w-]{43}", re.ASCII)
REQUIRED_CLAIMS = ["exp", "iat", "sub", "aud", "iss", "jti"]

# What OWASP asks for at least: 19 MiB, twice, one lane.
_hasher = PasswordHash([Argon2Hasher(memory_cost=19 * 1024, time_cost=2, parallelism=1)])
# A hash takes a processor and its memory: more at a time would not be faster, only larger.
_turns = CapacityLimiter(os.cpu_count() or 1)
# Checked against when there is no such user, so that both failures take the same time.
_nobody = _hasher.hash(uuid4().hex)


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


def create_access_token(user_id: int) -> str:
    settings = get_settings()
    now = datetime.now(UTC)
    claims = {
        "sub": str(user_id),
        "iat": now,
        "exp": now + timedelta(minutes=settings.access_token_minutes),
        "iss": settings.project_name,
        "aud": settings.project_name,
        "jti": uuid4().hex,
    }
    return jwt.encode(claims, settings.secret_key.get_secret_value(), ALGORITHM)


class AccessClaims(NamedTuple):
    """What a token says of its bearer; `expires_at` is in seconds since 1970."""

    user_id: int
    expires_at: int


@lru_cache(maxsize=4096)
def _verified(token: str, key: str, issuer: str) -> AccessClaims:
    """Kept, because checking takes long. What is not valid raises, and is therefore not kept."""
    if not COMPACT_FORM.fullmatch(token):
        raise jwt.DecodeError
    claims = jwt.decode(
        token,
        key,
        algorithms=[ALGORITHM],
        audience=issuer,
        issuer=issuer,
        options={"require": REQUIRED_CLAIMS},
    )
    return AccessClaims(user_id=int(claims["sub"]), expires_at=int(claims["exp"]))


def read_access_token(token: str) -> int:
    """The user id that the token was made for; raises UnauthorizedError."""
    settings = get_settings()
    try:
        claims = _verified(token, settings.secret_key.get_secret_value(), settings.project_name)
        if claims.expires_at <= time():
            raise jwt.ExpiredSignatureError
    except (jwt.InvalidTokenError, ValueError):
        raise UnauthorizedError("The access token is not valid") from None
    return claims.user_id
