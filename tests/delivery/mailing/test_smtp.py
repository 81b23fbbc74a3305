"""The mail server is asked over TLS, by a name that its certificate has; what it says against us is said in our words."""

from __future__ import annotations

import ssl
from dataclasses import replace

import pytest

from report_gen.delivery import smtp
from report_gen.delivery.smtp import Answer, Envelope, Server
from report_gen.errors import DeliveryError
from tests.delivery.mailing.post_office import PASSWORD, Certificate, Desk, open_office

HOST = {"REPORT_GEN_SMTP_HOST": "smtp.lantern.example"}
LOGIN = {"REPORT_GEN_SMTP_USER": "reports", "REPORT_GEN_SMTP_PASSWORD": PASSWORD}
LETTER = Envelope("reports@lantern.example", "mei@kopikaya.example", b"Subject: October\r\n\r\n.\r\n..one\r\nend")


def refused(server: Server) -> str:
    with pytest.raises(DeliveryError) as caught:
        server.hand_over(LETTER)
    assert PASSWORD not in repr(caught.getrepr(style="long", showlocals=False))
    return str(caught.value)


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_message_goes_encrypted_and_with_a_log_in(safe: Certificate, security: smtp.Security) -> None:
    desk = Desk()
    with open_office(desk, security, safe) as server:
        assert server.hand_over(LETTER) == Answer("sent", "250 2.0.0 taken")
    assert desk.taken == [("mei@kopikaya.example", b"Subject: October\r\n\r\n.\r\n..one\r\nend\r\n")]


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_certificate_that_nobody_vouches_for_is_refused(safe: Certificate, security: smtp.Security) -> None:
    desk = Desk()
    with open_office(desk, security, safe) as server:
        said = refused(replace(server, trust=ssl.create_default_context()))
    assert "its certificate is not valid (self-signed certificate)" in said
    assert desk.tried == {}


def test_a_certificate_for_another_name_is_refused(safe: Certificate) -> None:
    with open_office(Desk(), "starttls", safe) as server:
        assert "REPORT_GEN_SMTP_HOST must be the name that the certificate is for" in refused(
            replace(server, host="127.0.0.1")
        )


def test_a_wrong_log_in_is_named_without_the_password(safe: Certificate) -> None:
    with open_office(Desk(), "starttls", safe) as server:
        said = refused(replace(server, password=f"{PASSWORD}-old"))
    assert said.startswith(f"{server.name} doesn't let reports log in (535 5.7.8). See REPORT_GEN_SMTP_USER")
    assert PASSWORD not in said
    assert PASSWORD not in repr(server)


def test_a_server_without_encryption_gets_nothing(safe: Certificate) -> None:
    desk = Desk()
    with open_office(desk) as server:
        assert "offers no encryption (STARTTLS)" in refused(replace(server, security="starttls"))
        assert "doesn't speak TLS from the start" in refused(replace(server, security="tls"))
    assert desk.tried == {}


def test_a_server_that_takes_no_log_in_is_told_from_one_that_refuses_it() -> None:
    with open_office(Desk()) as server:
        assert "takes no log-in" in refused(replace(server, user="reports", password=PASSWORD))


def test_a_message_that_is_too_large_is_not_even_begun() -> None:
    desk = Desk()
    large = replace(LETTER, data=b"Subject: October\r\n\r\n" + b"x\r\n" * 60_000)
    with open_office(desk, data_size_limit=100_000) as server, pytest.raises(DeliveryError) as caught:
        server.hand_over(large)
    assert "The message has 0.2 MB, and" in str(caught.value)
    assert "takes 0.1 MB at most" in str(caught.value)
    assert desk.tried == {}


def test_a_server_that_nobody_knows_is_a_matter_of_its_name() -> None:
    assert "nobody knows where that is" in refused(Server("smtp.nowhere.invalid", 25, "none"))


def test_the_server_does_not_learn_what_this_machine_is_called() -> None:
    seen: list[str] = []

    class Curious(Desk):
        async def handle_EHLO(  # noqa: N802
            self, server: object, session: object, _: object, name: str, answers: list[str]
        ) -> list[str]:
            seen.append(name)
            session.host_name = name  # type: ignore[attr-defined]
            return answers

    with open_office(Curious()) as server:
        server.hand_over(LETTER)
    assert seen == ["lantern.example"]


# -- settings


def test_starttls_on_587_is_usual() -> None:
    found = smtp.server({**HOST, **LOGIN})
    assert (found.host, found.port, found.security, found.user) == ("smtp.lantern.example", 587, "starttls", "reports")


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({}, "set REPORT_GEN_SMTP_HOST and REPORT_GEN_SMTP_USER and REPORT_GEN_SMTP_PASSWORD"),
        ({**HOST, "REPORT_GEN_SMTP_USER": "reports"}, "set REPORT_GEN_SMTP_PASSWORD."),
        (LOGIN, "set REPORT_GEN_SMTP_HOST."),
        ({**HOST, "REPORT_GEN_SMTP_PORT": "mail"}, "REPORT_GEN_SMTP_PORT is “mail”; write a number"),
        (
            {**HOST, "REPORT_GEN_SMTP_SECURITY": "ssl"},
            "REPORT_GEN_SMTP_SECURITY is “ssl”; allowed are starttls, tls, none",
        ),
        ({**HOST, "REPORT_GEN_SMTP_SECURITY": "none"}, "would show reports and the password to everybody on the way"),
        ({**HOST, **LOGIN, "REPORT_GEN_SMTP_PASSWORD": f"{PASSWORD}é"}, "holds letters that no log-in takes here"),
        ({"REPORT_GEN_SMTP_HOST": "smtp://x.example"}, "write the server's name alone"),
    ],
)
def test_what_is_missing_or_cannot_be_meant_is_named(environment: dict[str, str], said: str) -> None:
    with pytest.raises(DeliveryError) as caught:
        smtp.server(environment)
    assert said in str(caught.value)
    assert PASSWORD not in str(caught.value)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.9.9.9", "::1"])
def test_only_this_machine_may_be_spoken_to_in_the_clear(host: str) -> None:
    assert smtp.server({"REPORT_GEN_SMTP_HOST": host, "REPORT_GEN_SMTP_SECURITY": "none"}).port == 25
