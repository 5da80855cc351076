"""What is written to people. Links end in a fragment, which browsers tell no server."""

from app.config import get_settings
from kit.mail import Mail


def confirm_address(to: str, token: str) -> Mail:
    return _mail(
        to,
        "Confirm your email address",
        "Follow this link to confirm that this address is yours:",
        _link("verify-email", token),
        _soon(),
        "If you did not ask for it, do nothing.",
    )


def already_registered(to: str, token: str) -> Mail:
    return _mail(
        to,
        "You have an account already",
        "Somebody, probably you, wanted to register with this address. It has an account.",
        "If you do not know the password any more, set a new one:",
        _link("reset-password", token),
        _soon(),
    )


def reset_password(to: str, token: str) -> Mail:
    return _mail(
        to,
        "Set a new password",
        "Follow this link to set a new password:",
        _link("reset-password", token),
        _soon(),
        "If you did not ask for it, do nothing: your password stays as it is.",
    )


def password_changed(to: str) -> Mail:
    return _mail(
        to,
        "Your password was changed",
        "Your password was changed, and you are signed out everywhere.",
        "If that was not you, set a new one at once:",
        f"{get_settings().frontend_url}/forgot-password",
    )


def address_changed(to: str, new: str) -> Mail:
    return _mail(
        to,
        "Your email address was changed",
        f"Your account now has the address {new}.",
        "If that was not you, ask for help at once.",
    )


def _mail(to: str, subject: str, *paragraphs: str) -> Mail:
    name = get_settings().project_name
    return Mail(to, f"{subject} - {name}", "\n\n".join([*paragraphs, name, ""]))


def _link(page: str, token: str) -> str:
    return f"{get_settings().frontend_url}/{page}#token={token}"


def _soon() -> str:
    return f"It works once, within {get_settings().mail_token_minutes} minutes."
