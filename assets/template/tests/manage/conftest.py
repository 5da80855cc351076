"""The database of the tests, and somebody at the keyboard."""

from io import StringIO

import pytest

from app.config import Settings
from tests.manage.commands import Pipe, Type


@pytest.fixture(autouse=True)
def its_settings(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.manage.get_settings", lambda: settings)


@pytest.fixture
def pipe(monkeypatch: pytest.MonkeyPatch) -> Pipe:
    """What its input is, where that is no terminal."""
    return lambda text: monkeypatch.setattr("sys.stdin", StringIO(text))


@pytest.fixture
def type_in(monkeypatch: pytest.MonkeyPatch) -> Type:
    """Answers to its questions at a terminal; an exception is a key that ends them."""

    def type_in(*answers: str | type[BaseException]) -> None:
        left = iter(answers)

        def ask(_: str) -> str:
            answer = next(left)
            if isinstance(answer, str):
                return answer
            raise answer

        monkeypatch.setattr("sys.stdin.isatty", lambda: True)
        monkeypatch.setattr("app.manage.getpass", ask)

    return type_in
