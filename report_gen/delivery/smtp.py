"""A message to a mail server: one transaction for one recipient, and whether the server has it.

    REPORT_GEN_SMTP_HOST                     the server
    REPORT_GEN_SMTP_USER, _PASSWORD          for those that ask for a log-in
    REPORT_GEN_SMTP_SECURITY                 starttls unless given; tls; none, on this machine alone
    REPORT_GEN_SMTP_PORT                     587 for starttls, 465 for tls, 25 for none, unless given

Until the line that ends a message has left, the server can't have the message: whatever goes wrong before is certain. From
then on only its answer tells, and a lost answer leaves it open (RFC 5321, 4.2.5 and 6.1).
"""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from ipaddress import ip_address
from socket import gaierror
from typing import Literal, cast, get_args

from report_gen import addresses, escape
from report_gen.errors import DeliveryError

PREFIX = "REPORT_GEN_SMTP_"
Security = Literal["starttls", "tls", "none"]
PORTS: dict[Security, int] = {"starttls": 587, "tls": 465, "none": 25}
LONGEST_WORDS = 300  # of a server's answer, in logs and messages
_STATUS = re.compile(r"\d\.\d{1,3}\.\d{1,3}")
_END = b".\r\n"


@dataclass(frozen=True)
class Patience:
    """Seconds that a server gets: to be reached, for an answer in between, and for the one that counts, which RFC 5321
    (4.5.3.2) wants to be waited for as long as this."""

    reach: float = 30
    answer: float = 300
    verdict: float = 600


@dataclass(frozen=True)
class Server:
    """Where messages are handed in. `trust` is what certificates are checked by."""

    host: str
    port: int
    security: Security
    user: str = ""
    password: str = field(default="", repr=False)
    trust: ssl.SSLContext = field(default_factory=ssl.create_default_context, repr=False, compare=False)
    patience: Patience = Patience()

    @property
    def name(self) -> str:
        return f"{self.host}:{self.port}"

    def hand_over(self, envelope: Envelope) -> Answer:
        """One transaction. Raises DeliveryError for what would be the same for every recipient."""
        try:
            with _session(self, envelope) as session:
                return _tried(self, session, envelope)
        except _EndedError as said:
            return said.answer
        except (OSError, smtplib.SMTPException) as error:
            return Answer("later", _lost(self, error), reached=False)


@dataclass(frozen=True)
class Envelope:
    """A message as it travels: its bytes have the line ends of the wire, and nothing but ASCII."""

    sender: str
    recipient: str
    data: bytes = field(repr=False)


@dataclass(frozen=True)
class Answer:
    """What became of a message: the server took it (`sent`); it certainly has it not, and may take it `later` or never
    (`refused`); or nobody knows (`unknown`). `said`: in the server's words. Not `reached`: there was no asking."""

    state: Literal["sent", "later", "refused", "unknown"]
    said: str
    reached: bool = True


# -- settings


def server(environment: Mapping[str, str]) -> Server:
    """As the environment has it. Raises DeliveryError with all that is missing or can't be meant."""
    said = {name: environment.get(PREFIX + name, "").strip() for name in ("HOST", "PORT", "USER", "SECURITY")}
    password = environment.get(f"{PREFIX}PASSWORD", "")
    if problems := [*_missing(said, password), *_odd(said), *_foreign(said["USER"], password)]:
        raise DeliveryError(*problems)
    security = cast(Security, said["SECURITY"].lower() or "starttls")
    port = int(said["PORT"] or PORTS[security])
    return Server(said["HOST"], port, security, said["USER"], password)


def _missing(said: Mapping[str, str], password: str) -> Iterator[str]:
    there = {**said, "PASSWORD": password}
    wanted = ("USER", "PASSWORD") if any((said["HOST"] == "", said["USER"], password)) else ()
    names = [PREFIX + name for name in ("HOST", *wanted) if not there[name]]
    if names:
        yield (
            f"The environment doesn't say by which mail server: set {' and '.join(names)}. The agency's mail provider "
            "names them, as smtp.agency.example."
        )


def _odd(said: Mapping[str, str]) -> Iterator[str]:
    security, port = said["SECURITY"].lower() or "starttls", said["PORT"]
    if security not in get_args(Security):
        yield f"{PREFIX}SECURITY is “{said['SECURITY']}”; allowed are {', '.join(get_args(Security))}."
    if port and not (port.isdecimal() and 0 < int(port) < 65536):
        yield f"{PREFIX}PORT is “{port}”; write a number, as 587."
    if re.search(r"[\s/@:]", said["HOST"]) and not _is_loopback(said["HOST"]):
        yield f"{PREFIX}HOST is “{said['HOST']}”; write the server's name alone, as smtp.agency.example."
    if security == "none" and said["HOST"] and not _is_loopback(said["HOST"]):
        yield (
            f"{PREFIX}SECURITY is none, which would show reports and the password to everybody on the way to "
            f"{said['HOST']}. Set it to starttls or tls."
        )


def _foreign(user: str, password: str) -> Iterator[str]:
    if not (user + password).isascii():
        yield f"{PREFIX}USER or {PREFIX}PASSWORD holds letters that no log-in takes here; use plain ones."


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


# -- the conversation


class _EndedError(Exception):
    """The server ended the transaction before it had the message."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.said)
        self.answer = answer


@contextmanager
def _session(server: Server, envelope: Envelope) -> Iterator[smtplib.SMTP]:
    """Connected, encrypted and logged in."""
    session = _connected(server, addresses.domain(envelope.sender))
    try:
        _wait(session, server.patience.answer)
        _prepare(server, session)
        yield session
        with suppress(OSError, smtplib.SMTPException):
            session.quit()  # whatever becomes of it, the answer is known
    finally:
        session.close()


def _connected(server: Server, name: str) -> smtplib.SMTP:
    """`name` is whom the server gets to know: the agency's domain, not what this machine is called."""
    try:
        with _translated(server):
            patience = server.patience.reach
            if server.security == "tls":
                return smtplib.SMTP_SSL(server.host, server.port, name, timeout=patience, context=server.trust)
            return smtplib.SMTP(server.host, server.port, name, timeout=patience)
    except smtplib.SMTPConnectError as error:
        raise _of_everyone(server, error.smtp_code, error.smtp_error, "turns everybody away") from None


def _wait(session: smtplib.SMTP, seconds: float) -> None:
    if session.sock:
        session.sock.settimeout(seconds)


def _prepare(server: Server, session: smtplib.SMTP) -> None:
    with _translated(server):
        session.ehlo_or_helo_if_needed()
        if server.security == "starttls":
            _start_tls(server, session)
        if server.user:
            _log_in(server, session)


def _start_tls(server: Server, session: smtplib.SMTP) -> None:
    if not session.has_extn("starttls"):
        raise DeliveryError(
            f"{server.name} offers no encryption (STARTTLS), so nothing was sent. Try {PREFIX}SECURITY=tls, which most "
            "providers have on port 465."
        )
    code, words = session.starttls(context=server.trust)
    if code != 220:
        raise _of_everyone(server, code, words, "would not encrypt")
    session.ehlo_or_helo_if_needed()


def _log_in(server: Server, session: smtplib.SMTP) -> None:
    """A server may repeat what it was told: of its answer to a log-in only the numbers are shown."""
    try:
        session.login(server.user, server.password)
    except smtplib.SMTPServerDisconnected:
        raise
    except smtplib.SMTPAuthenticationError as error:
        status = _STATUS.search(_text(error.smtp_error))
        numbers = " ".join(filter(None, (str(error.smtp_code), status[0] if status else "")))
        if error.smtp_code < 500:
            raise _EndedError(Answer("later", f"the log-in failed for now ({numbers})", reached=False)) from None
        raise DeliveryError(
            f"{server.name} doesn't let {server.user} log in ({numbers}). See {PREFIX}USER and {PREFIX}PASSWORD; some "
            "providers want a password made for programs."
        ) from None
    except smtplib.SMTPException:
        raise DeliveryError(
            f"{server.name} takes no log-in, or none that is known here. Unset {PREFIX}USER and {PREFIX}PASSWORD, or see "
            "whether the port is right."
        ) from None


def _tried(server: Server, session: smtplib.SMTP, envelope: Envelope) -> Answer:
    """The transaction; a line that breaks in it says nothing of other recipients."""
    try:
        return _transaction(server, session, envelope)
    except (OSError, smtplib.SMTPException) as error:
        return Answer("later", _lost(server, error))


def _transaction(server: Server, session: smtplib.SMTP, envelope: Envelope) -> Answer:
    _refuse_size(server, session, envelope)
    size = [f"size={len(envelope.data)}"] if session.has_extn("size") else []
    code, words = session.mail(envelope.sender, size)
    if code >= 500:
        raise DeliveryError(
            f"{server.name} takes nothing from {envelope.sender}: {_told(code, words)}. See extra.agency.sender in "
            f"mkdocs.yml, and whether {server.user or 'this machine'} may send as that address."
        )
    _expect(2, code, words)
    _expect(2, *session.rcpt(envelope.recipient))
    _expect(3, *session.docmd("data"))
    _wait(session, server.patience.verdict)  # for all of the message together
    session.send(_dotted(envelope.data))
    return _verdict(server, session)


def _verdict(server: Server, session: smtplib.SMTP) -> Answer:
    """The line that ends the message, and the answer to it."""
    try:
        session.send(_END)
        code, words = session.getreply()
    except (OSError, smtplib.SMTPException):
        return Answer("unknown", "the connection broke before the server's answer")
    said = _told(code, words)
    return Answer(_STATES.get(code // 100, "unknown"), said)


_STATES: dict[int, Literal["sent", "later", "refused"]] = {2: "sent", 4: "later", 5: "refused"}


def _expect(kind: int, code: int, words: bytes) -> None:
    """Raises what the server says instead of going on."""
    if code // 100 != kind:
        raise _EndedError(Answer("refused" if code // 100 == 5 else "later", _told(code, words)))


def _refuse_size(server: Server, session: smtplib.SMTP, envelope: Envelope) -> None:
    limit = session.esmtp_features.get("size", "").strip()
    if limit.isdecimal() and 0 < int(limit) < len(envelope.data):
        raise DeliveryError(
            f"The message has {megabytes(len(envelope.data))}, and {server.name} takes {megabytes(int(limit))} at most. Send "
            "it without the PDF, which the link leads to: add --no-pdf"
        )


def _dotted(data: bytes) -> bytes:
    """With whole lines, of which none looks like the end of the message."""
    return re.sub(rb"(?m)^\.", b"..", data if data.endswith(b"\r\n") else data + b"\r\n")


# -- what goes wrong


@contextmanager
def _translated(server: Server) -> Iterator[None]:
    """What would be the same for every recipient, and no better in a minute."""
    try:
        yield
    except gaierror:
        raise DeliveryError(
            f"{PREFIX}HOST names {server.host}, and nobody knows where that is. See how it is written, and whether this "
            "machine is connected."
        ) from None
    except ssl.SSLCertVerificationError as error:
        raise DeliveryError(
            f"{server.name} may be somebody else: its certificate is not valid ({error.verify_message}). Nothing was "
            f"sent. {PREFIX}HOST must be the name that the certificate is for."
        ) from None
    except ssl.SSLError:
        raise DeliveryError(
            f"{server.name} doesn't speak TLS from the start. Try {PREFIX}SECURITY=starttls, usually on port 587."
            if server.security == "tls"
            else f"{server.name} offers encryption that this machine can't agree to. Nothing was sent."
        ) from None


def _of_everyone(server: Server, code: int, words: bytes | str, what: str) -> Exception:
    said = _told(code, words)
    if code >= 500:
        return DeliveryError(f"{server.name} {what}: {said}. Ask the agency's mail provider.")
    return _EndedError(Answer("later", said, reached=False))


def _lost(server: Server, error: Exception) -> str:
    if isinstance(error, ConnectionRefusedError):
        return f"{server.name} takes no connections; see {PREFIX}HOST and {PREFIX}PORT"
    if isinstance(error, TimeoutError):
        return f"{server.name} doesn't answer; see {PREFIX}HOST and {PREFIX}PORT"
    return f"the connection to {server.name} broke before the message was handed over"


def _told(code: int, words: bytes | str) -> str:
    """“550 5.1.1 No such user”, on one line."""
    return f"{code} {escape.clean(_text(words))}"[:LONGEST_WORDS].strip()


def _text(words: bytes | str) -> str:
    return words if isinstance(words, str) else words.decode("utf-8", "replace")


def megabytes(size: int) -> str:
    return f"{size / 1e6:.1f} MB" if size >= 100_000 else f"{size / 1000:,.0f} KB"
