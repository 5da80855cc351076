import pytest
from pydantic import ValidationError

from kit.settings.limit import Limit, parse_limit
from tests.factories.settings import make_settings, production


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("1/second", Limit(1, 1)),
        ("20/minute", Limit(20, 60)),
        ("5/hour", Limit(5, 3600)),
        ("999999999/day", Limit(999_999_999, 86400)),
        ("off", None),
    ],
)
def test_a_setting_is_read(text: str, limit: Limit | None) -> None:
    assert make_settings(rate_limit=text).rate_limit == limit


def test_it_is_read_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIGN_IN_LIMIT", "7/day")

    assert make_settings().sign_in_limit == Limit(7, 86400)


@pytest.mark.parametrize(
    "text", ["", "20", "0/minute", "-1/minute", "1.5/minute", "20/minutes", "20 / minute", "٣/hour"]
)
def test_what_is_no_limit_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="20/minute"):
        parse_limit(text)


def test_every_limit_that_is_wrong_is_told_at_once() -> None:
    with pytest.raises(ValidationError) as error:
        production(rate_limit="many", mail_limit="few", max_body_size=0)

    assert {item["loc"][0] for item in error.value.errors()} == {
        "rate_limit",
        "mail_limit",
        "max_body_size",
    }


@pytest.mark.parametrize(("times", "half"), [(10, 5), (5, 3), (1, 1)])
def test_half_of_a_limit_lets_somebody_in(times: int, half: int) -> None:
    assert Limit(times, 60).half == Limit(half, 60)
