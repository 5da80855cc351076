import os
from typing import Annotated

import jwt
from bench_app.db.dao.item_dao import SessionDep
from bench_app.db.models.user import User
from fastapi import Depends, HTTPException
from fastapi.security import OAuth2PasswordBearer

SECRET_KEY = os.environ["SECRET_KEY"]

oauth2_scheme = OAuth2PasswordBearer(tokenUrl="token")


async def get_current_user(
    session: SessionDep,
    token: Annotated[str, Depends(oauth2_scheme)],
) -> User:
    """
    Get the user that the request's token is for.

    :param session: database session.
    :param token: token of the request.
    :return: user of the request.
    """
    try:
        claims = jwt.decode(token, SECRET_KEY, algorithms=["HS256"])
        user = await session.get(User, int(claims["sub"]))
    except (jwt.InvalidTokenError, KeyError, ValueError):
        raise HTTPException(401, "Could not validate credentials") from None
    if user is None or not user.is_active:
        raise HTTPException(401, "Could not validate credentials")
    return user
