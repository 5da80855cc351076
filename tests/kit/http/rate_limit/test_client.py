import pytest

from kit.http.rate_limit.client import client_of


def client(host: str) -> str | None:
    return client_of({"client": (host, 12345)})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff"),
        ("2001:db8:1:2::1", "2001:0DB8:0001:0002:0000:0000:0000:0001"),
        ("192.0.2.1", "::ffff:192.0.2.1"),
        ("fe80::1%eth0", "fe80::2%eth0"),
    ],
)
def test_these_are_one_client(one: str, other: str) -> None:
    assert client(one) == client(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("192.0.2.1", "192.0.2.2"),
        ("::ffff:192.0.2.1", "::ffff:192.0.2.2"),
        ("2001:db8:1:2::1", "2001:db8:1:3::1"),
        ("192.0.2.1", "no address"),
    ],
)
def test_these_are_two(one: str, other: str) -> None:
    assert client(one) != client(other)


def test_nobody_is_known_on_a_socket_without_addresses() -> None:
    assert client_of({"client": None}) is client_of({}) is client("") is None


def test_a_name_of_any_length_is_cut() -> None:
    assert len(client("x" * 1_000_000) or "") < 100
