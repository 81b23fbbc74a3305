"""A month's e-mails, ready to go out: what is in them, who gets them, and under which id.

Everything that can be refused is refused here, all of it at once, before a server is asked.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import Literal

from report_gen import agency, config
from report_gen.delivery import gate, letter, mail, parcel, recipients
from report_gen.delivery.locked import locked
from report_gen.delivery.mail import Content, Posting
from report_gen.delivery.parcel import Parcel
from report_gen.delivery.records import Delivery
from report_gen.delivery.stamp import stamped
from report_gen.errors import DeliveryError, gathering
from report_gen.workspace import Client, Workspace


@dataclass(frozen=True)
class Request:
    """`to` narrows the recipients, or names those of a draft; `password` opens the PDFs, which are not encrypted without."""

    slug: str
    month: str | None = None
    to: tuple[str, ...] = ()
    again: bool = False
    draft: bool = False
    as_approved: bool = False
    with_link: bool = True
    with_pdf: bool = True
    password: str | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Batch:
    """What goes out and to whom. `again`: also to those who have it."""

    parcel: Parcel
    content: Content
    to: tuple[str, ...]
    again: bool

    @property
    def client(self) -> Client:
        return self.parcel.client

    @property
    def month(self) -> str:
        return self.parcel.month

    @property
    def subject(self) -> str:
        return self.content.letter.subject

    @cached_property
    def hashes(self) -> dict[str, str]:
        """Of what is attached."""
        return {name: hashlib.sha256(data).hexdigest() for name, data in self.content.attachments.items()}

    @property
    def command(self) -> str:
        """What sends it to those who haven't got it."""
        return f"report-gen send {self.client.slug} --month {self.month}"


def prepare(workspace: Workspace, request: Request) -> Batch:
    """Raises one DeliveryError with all that speaks against the month or against a recipient."""
    packed, to = _packed(workspace, request)
    attachments = {name: _sealed(packed, data, request.password) for name, data in packed.pdfs.items()}
    words = letter.compose(packed, locked=request.password is not None)
    content = Content(packed.agency, words, packed.languages, attachments)
    return Batch(packed, content, to, request.again or request.draft)


def begin(batch: Batch, recipient: str, number: int, at: dt.datetime) -> tuple[Delivery, bytes]:
    """The entry that stands in the log before anything goes out, and the message as it travels. `number` tells the deliveries
    of one month to one recipient apart."""
    packed, name = batch.parcel, message_id(batch, recipient, number)
    data = mail.message(batch.content, Posting(recipient, at, name)).as_bytes()
    begun = Delivery(
        at=at,
        month=packed.month,
        recipient=recipient,
        message_id=name,
        state="begun",
        subject=batch.subject,
        hashes={**batch.hashes, "message": hashlib.sha256(data).hexdigest()},
        draft=packed.is_draft,
    )
    return begun, data


def message_id(batch: Batch, recipient: str, number: int) -> str:
    """The same however often it is tried."""
    packed = batch.parcel
    kind = "draft" if packed.is_draft else "report"
    what = (kind, packed.client.slug, packed.month, recipients.key(recipient), str(number))
    return mail.message_id(packed.agency.sender, *what)


def end(begun: Delivery, at: dt.datetime, state: Literal["sent", "refused", "unknown"], said: str) -> Delivery:
    return begun.model_copy(update={"at": at, "state": state, "said": said})


# -- what is in them, and who gets them


def _packed(workspace: Workspace, request: Request) -> tuple[Parcel, tuple[str, ...]]:
    """The parcel and its recipients; everything against either at once."""
    problems: list[str] = []
    packed = gathering(problems, partial(_parcel, workspace, request))
    to = gathering(problems, partial(_recipients, workspace, request))
    if problems or packed is None or to is None:
        raise DeliveryError(*problems)
    return (packed if request.with_pdf else replace(packed, pdfs={})), to


def _parcel(workspace: Workspace, request: Request) -> Parcel:
    asked = gate.Request(request.slug, request.month, request.as_approved)
    return parcel.draft(workspace, asked) if request.draft else parcel.approved(workspace, asked, request.with_link)


def _recipients(workspace: Workspace, request: Request) -> tuple[str, ...]:
    client, own = workspace.client(request.slug), agency.load(workspace)
    mail.require_sender(own)
    if request.draft:
        return recipients.of_agency(own, request.to, request.slug)
    return recipients.of_client(workspace, client, config.load(client), own, request.to)


def _sealed(packed: Parcel, pdf: bytes, password: str | None) -> bytes:
    """As it leaves: a draft says so on every page."""
    if packed.is_draft:
        words = packed.stories[0].wording.text("Draft, not approved")
        pdf = stamped(pdf, words)
    return locked(pdf, password) if password else pdf
