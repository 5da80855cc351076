import pytest

from kit.settings.smtp import SmtpServer

PASSWORD = "hunter2"


def test_a_url_has_all_of_it() -> None:
    server = SmtpServer.parse("smtp://ada%40example.com:p%40ss%2F%C3%BC@mail.example.com:2525")

    assert server == SmtpServer(
        host="mail.example.com",
        port=2525,
        begins_with_tls=False,
        username="ada@example.com",
        password="p@ss/ü",
    )


@pytest.mark.parametrize(
    ("url", "port", "begins_with_tls"),
    [("smtp://mail.example.com", 587, False), ("SMTPS://mail.example.com/", 465, True)],
)
def test_the_scheme_says_when_encryption_begins(url: str, port: int, begins_with_tls: bool) -> None:
    server = SmtpServer.parse(url)

    assert (server.port, server.begins_with_tls) == (port, begins_with_tls)
    assert (server.username, server.password) == (None, None)


@pytest.mark.parametrize(
    ("host", "is_loopback"),
    [
        ("localhost", True),
        ("127.0.0.2", True),
        ("[::1]", True),
        ("mail", False),
        ("127.0.0.1.example.com", False),
        ("0.0.0.0", False),  # noqa: S104 - an address to tell from loopback
    ],
)
def test_loopback_is_this_machine_alone(host: str, is_loopback: bool) -> None:
    assert SmtpServer.parse(f"smtp://{host}:25").is_loopback is is_loopback


@pytest.mark.parametrize(
    "url",
    [
        "mail.example.com:25",
        "https://mail.example.com",
        "smtp://",
        "smtp://:25",
        "smtp://ada@",
        "smtp://mail .example.com",
        "smtp://mail.example.com:0",
        "smtp://mail.example.com:65536",
        "smtp://mail.example.com/inbox",
        "smtp://mail.example.com?starttls=no",
        "smtp://mail.example.com#here",
        "smtp://ada@mail.example.com",
        f"smtp://:{PASSWORD}@mail.example.com",
        f"smtp://ada:{PASSWORD}/1@mail.example.com",
        f"smtp://ada:{PASSWORD}#1@mail.example.com",
        f"smtp://ada:25/{PASSWORD}@mail.example.com",
        f"smtp://ada:[{PASSWORD}@mail.example.com",
        f"smtp://ada:{PASSWORD}℀@mail.example.com",
    ],
)
def test_what_is_no_mail_server_is_refused_without_the_password(url: str) -> None:
    with pytest.raises(ValueError, match="must be smtp:// or smtps://") as error:
        SmtpServer.parse(url)

    assert PASSWORD not in str(error.value)


def test_a_server_does_not_print_its_password() -> None:
    assert PASSWORD not in repr(SmtpServer.parse(f"smtp://ada:{PASSWORD}@mail.example.com"))
