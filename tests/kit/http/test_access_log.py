"""One line for each request, which no request can forge."""

import json
import re
import sys

import pytest
from structlog.contextvars import bound_contextvars

from kit.http.access_log import AccessLog, access_log
from kit.logging import configure_logging, get_logger
from tests.factories.settings import make_settings, production

pytestmark = pytest.mark.usefixtures("usual_logging")

PATH = "/api/v1/things"


def without_digits(line: str) -> str:
    """So that no two times differ, one without microseconds included."""
    return re.sub(r"\.?\d+", "", line)


def log_in(environment: str, level: str = "INFO") -> AccessLog:
    make = production if environment == "production" else make_settings
    settings = make(log_level=level)
    configure_logging(settings)
    return access_log(settings)


def test_in_production_it_is_a_line_like_all_others(capsys: pytest.CaptureFixture[str]) -> None:
    facts = {"method": "GET", "path": PATH, "status": 200, "duration_ms": 1.5}
    log = log_in("production")
    with bound_contextvars(request_id="abc"):
        get_logger("app.access").info("request", **facts)
    log("abc", "GET", PATH, 200, 1.5)

    usual, ours = map(without_digits, capsys.readouterr().err.splitlines())
    assert ours == usual


def test_in_development_it_can_be_read(capsys: pytest.CaptureFixture[str]) -> None:
    log_in("development")("abc", "GET", PATH, 200, 1.5)

    line = capsys.readouterr().err
    assert not line.startswith("{")
    assert "request_id=abc" in line
    assert f"path={PATH}" in line


@pytest.mark.parametrize("environment", ["production", "development"])
def test_it_is_silent_above_info(environment: str, capsys: pytest.CaptureFixture[str]) -> None:
    log_in(environment, "WARNING")("abc", "GET", PATH, 200, 1.5)

    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    "path", ['/"}\n{"event": "forged', "/\r\n\x00\x1b[2J", "/\ud800", "/é\u2028"]
)
def test_a_path_stays_within_its_line(path: str, capsys: pytest.CaptureFixture[str]) -> None:
    log_in("production")("abc", "GET", path, 404, 0.1)

    (line,) = capsys.readouterr().err.splitlines()
    assert line.isascii()
    assert line.isprintable()
    assert json.loads(line)["path"] == path


class Broken:
    def write(self, text: str) -> None:
        raise BrokenPipeError


@pytest.mark.parametrize("stream", [Broken(), None])
def test_a_request_survives_a_log_that_nobody_reads(
    stream: Broken | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = log_in("production")
    monkeypatch.setattr(sys, "stderr", stream)

    log("abc", "GET", PATH, 200, 1.5)
