from fastapi import APIRouter, status

from app.api.limits import LimitedAttempts, LimitedRegistration, LimitedSignIn
from app.dependencies import AsyncDbSession
from app.models.user import User
from app.schemas.auth import TokenResponse
from app.schemas.user import UserResponse
from app.services.auth import AuthService
from app.services.user import UserService

router = APIRouter(prefix="/auth", tags=["auth"], dependencies=[LimitedAttempts])


@router.post("/register", response_model=UserResponse, status_code=status.HTTP_201_CREATED)
async def register(db: AsyncDbSession, data: LimitedRegistration) -> User:
    return await UserService(db).create(data)


@router.post("/login")
async def login(db: AsyncDbSession, form: LimitedSignIn) -> TokenResponse:
    """The OAuth2 password form; `username` is the email address."""
    return await AuthService(db).sign_in(form.username, form.password)
