"""A letter as a message to one recipient: headers, the two forms of its words, its pictures, its PDFs.

Equal inputs give equal bytes. Whatever stands in a header comes from settings and exports, and is one line of text there.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime

from report_gen import addresses, escape
from report_gen.agency import Agency
from report_gen.delivery.letter import Letter, Picture
from report_gen.errors import DeliveryError

_POLICY = policy.SMTP.clone(cte_type="7bit")  # goes through every server, however old


@dataclass(frozen=True)
class Content:
    """What every recipient gets. `attachments` are PDFs by name; `languages` as mail programs know them."""

    agency: Agency
    letter: Letter
    languages: tuple[str, ...]
    attachments: Mapping[str, bytes] = field(repr=False)


@dataclass(frozen=True)
class Posting:
    """What tells one delivery from all others: to whom, when, under which id."""

    recipient: str
    at: dt.datetime
    message_id: str


def message(content: Content, posting: Posting) -> EmailMessage:
    made = _to(content, posting.recipient)
    made["Date"] = format_datetime(posting.at)
    made["Message-ID"] = posting.message_id
    made["Auto-Submitted"] = "no"
    return _filled(made, content, posting.message_id)


def unsent(content: Content, recipient: str) -> EmailMessage:
    """For the analyst's own mail program, which opens it as one that is yet to be sent and gives it a date and an id."""
    made = _to(content, recipient)
    made["X-Unsent"] = "1"
    return _filled(made, content, recipient)


def require_sender(agency: Agency) -> str:
    """The address that e-mails come from."""
    if not agency.sender:
        raise DeliveryError(
            "mkdocs.yml doesn't say which address e-mails come from. Add under extra.agency: sender: reports@agency.example"
        )
    return agency.sender


def message_id(sender: str, *what: str) -> str:
    """The same for the same delivery: a server that gets one twice all the same can tell."""
    digest = hashlib.sha256("\0".join(what).encode()).hexdigest()[:32]
    return f"<{digest}@{addresses.domain(sender)}>"


def _to(content: Content, recipient: str) -> EmailMessage:
    agency, made = content.agency, EmailMessage(policy=_POLICY)
    made["Subject"] = _said(content.letter.subject)
    made["From"] = Address(_said(agency.name), addr_spec=agency.sender)
    made["To"] = Address(addr_spec=recipient)
    if re.fullmatch(addresses.MAIL, agency.contact) and agency.contact.isascii():
        made["Reply-To"] = Address(addr_spec=agency.contact)
    return made


def _said(text: str) -> str:
    """On one line, and no spelling of anything else: programs would read what looks like an encoded word as what it hides."""
    return escape.clean(text).replace("=?", "= ?")


def _filled(made: EmailMessage, content: Content, seed: str) -> EmailMessage:
    """mixed( alternative( plain, related( HTML, pictures ) ), PDFs )"""
    made.set_content(content.letter.text)
    made.add_alternative(content.letter.html, subtype="html")
    for picture in content.letter.pictures:
        _add_picture(made.get_payload()[1], picture)  # type: ignore[index, arg-type]
    for name, data in content.attachments.items():
        made.add_attachment(data, maintype="application", subtype="pdf", filename=name)
    made["Content-Language"] = ", ".join(content.languages)
    parts = (part for part in made.walk() if part.is_multipart())
    for number, part in enumerate(parts):
        part.set_boundary(hashlib.sha256(f"{seed}\0{number}".encode()).hexdigest()[:40])
    return made


def _add_picture(html: EmailMessage, picture: Picture) -> None:
    name = f"{picture.cid.partition('.')[0]}.png"
    html.add_related(
        picture.data, maintype="image", subtype="png", cid=f"<{picture.cid}>", filename=name, disposition="inline"
    )
