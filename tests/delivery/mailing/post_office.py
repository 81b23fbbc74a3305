"""A mail server on loopback that goes wrong as it is told: TLS, a log-in, and for each transaction what happens to it."""

from __future__ import annotations

import asyncio
import datetime as dt
import socket
import ssl
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any, Literal

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from report_gen.delivery import smtp

USER, PASSWORD = "reports", "never-to-be-seen-9431"
Fault = Literal[
    "", "sender 550", "recipient 550", "recipient 450", "recipient drop", "data drop", "end 451", "end 554", "end drop, kept",
    "end drop, lost", "end 421",
]  # fmt: skip


@dataclass
class Desk:
    """What the server does with each transaction in turn, and what it has taken."""

    faults: list[Fault] = field(default_factory=list)
    taken: list[tuple[str, bytes]] = field(default_factory=list)
    tried: Counter[str] = field(default_factory=Counter)
    slow: float = 0
    fault: Fault = ""

    @property
    def counts(self) -> Counter[str]:
        return Counter(recipient for recipient, _ in self.taken)

    def messages(self) -> list[EmailMessage]:
        return [parsed(data) for _, data in self.taken]

    async def handle_MAIL(self, server: SMTP, _: Session, envelope: Envelope, address: str, options: list[str]) -> str:  # noqa: N802
        self.fault = self.faults.pop(0) if self.faults else ""
        if self.fault == "sender 550":
            return "550 5.7.1 not your address"
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server: SMTP, _: Session, envelope: Envelope, address: str, options: list[str]) -> str:  # noqa: N802
        self.tried[address] += 1
        if self.fault == "recipient drop":
            return _hang_up(server)
        if self.fault.startswith("recipient "):
            return f"{self.fault.split()[1]} 4.2.0 not this one"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _: Session, envelope: Envelope) -> str:  # noqa: N802
        await asyncio.sleep(self.slow)
        if self.fault in ("", "end drop, kept"):
            self.taken += [(recipient, bytes(envelope.original_content or b"")) for recipient in envelope.rcpt_tos]
        if self.fault.startswith("end drop"):
            return _hang_up(server)
        return f"{self.fault.split()[1]} 4.3.0 not now" if self.fault else "250 2.0.0 taken"


class Line(SMTP):
    """Can hang up where the message would begin."""

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802
        if self.event_handler.fault == "data drop":
            self.transport.abort()
        else:
            await super().smtp_DATA(arg)


class Office(Controller):
    def factory(self) -> SMTP:
        return Line(self.handler, **self.SMTP_kwargs)


def _hang_up(server: SMTP) -> str:
    server.transport.abort()
    return "421 nobody hears this"


def parsed(data: bytes) -> EmailMessage:
    found = message_from_bytes(data, policy=policy.default)
    assert isinstance(found, EmailMessage)
    return found


@dataclass(frozen=True)
class Certificate:
    """For “localhost”; `trust` takes it, the machine doesn't."""

    file: Path

    @property
    def own(self) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.file)
        return context

    @property
    def trust(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=str(self.file))


def certificate(file: Path) -> Certificate:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    names = [x509.DNSName("localhost")]
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
        .not_valid_after(dt.datetime(2120, 1, 1, tzinfo=dt.UTC))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    form = serialization.PrivateFormat.PKCS8
    plain = key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption())
    file.write_bytes(plain + made.public_bytes(serialization.Encoding.PEM))
    return Certificate(file)


def _let_in(_: Any, __: Any, ___: Any, ____: Any, given: LoginPassword) -> AuthResult:
    """Says what it was given, as servers should not."""
    fits = (given.login, given.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=fits, handled=fits, message=None)


@contextmanager
def open_office(
    desk: Desk, security: smtp.Security = "none", safe: Certificate | None = None, **more: Any
) -> Iterator[smtp.Server]:
    """The server, as report-gen knows it; with TLS it wants a log-in."""
    port = free_port()
    options: dict[str, Any] = {"hostname": "127.0.0.1", "port": port, "server_hostname": "post.example", **more}
    if safe:
        # aiosmtpd doesn't see that a line is encrypted from its start.
        early = security == "starttls"
        options |= {"authenticator": _let_in, "auth_required": early, "auth_require_tls": early}
        options |= {"tls_context" if early else "ssl_context": safe.own}
    office = Office(desk, **options)
    office.start()
    try:
        patience = smtp.Patience(5, 5, 5)
        yield (
            smtp.Server("localhost", port, security, USER, PASSWORD, safe.trust, patience)
            if safe
            else smtp.Server("127.0.0.1", port, security, patience=patience)
        )
    finally:
        office.stop()


def free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])
