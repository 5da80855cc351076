import pytest
from pydantic import TypeAdapter, ValidationError

from app.schemas.user import Password

password: TypeAdapter[str] = TypeAdapter(Password)


@pytest.mark.parametrize(
    "value", ["12345678", "Password1", "QWERTYUIOP", "iloveyou123", "CONTRASEÑA"]
)
def test_a_common_password_is_refused_in_any_case(value: str) -> None:
    with pytest.raises(ValidationError, match="guessed first"):
        password.validate_python(value)


@pytest.mark.parametrize(
    "value",
    ["correct horse battery", "        x", "пароль которого нет", "日本語のパスワード", "🔑" * 128],
)
def test_a_password_is_any_text_of_8_to_128_characters(value: str) -> None:
    assert password.validate_python(value) == value


@pytest.mark.parametrize("value", ["seven77", "🔑" * 7, "🔑" * 129, "a" * 2**20])
def test_a_shorter_and_a_longer_one_are_refused(value: str) -> None:
    with pytest.raises(ValidationError, match="characters"):
        password.validate_python(value)
