"""What `send` would do, without doing it: in words, or as files for the analyst's own mail program."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from report_gen.delivery import dispatch, mail, receipts, records, send
from report_gen.delivery.dispatch import Batch, Request
from report_gen.delivery.records import Delivery
from report_gen.files import write_atomically
from report_gen.workspace import Workspace


def rehearse(workspace: Workspace, request: Request, at: dt.datetime) -> str:
    """Who would get what. Raises ReportGenError with what would be refused."""
    return "\n".join(_lines(dispatch.prepare(workspace, request), at))


@dataclass(frozen=True)
class Written:
    """The month's e-mails as files, one for each recipient."""

    slug: str
    month: str
    files: tuple[Path, ...]


def write(workspace: Workspace, request: Request, folder: Path) -> Written:
    """A file for each recipient. That counts as nothing sent: whoever sends them says so afterwards, by `settle`."""
    batch = dispatch.prepare(workspace, request)
    files = {folder / _name(batch, one): mail.unsent(batch.content, one).as_bytes() for one in batch.to}
    for file, data in files.items():
        write_atomically(file, data, mode=0o600)
    return Written(batch.client.slug, batch.month, tuple(files))


def _lines(batch: Batch, at: dt.datetime) -> Iterator[str]:
    yield f"{batch.client.slug}: {batch.subject}; nothing has been sent"
    yield f"  from {batch.parcel.agency.sender}"
    log = records.read(batch.client, Delivery)
    for recipient in batch.to:
        yield f"  to {recipient}: {_told(batch, log, recipient, at)}"
    for name, data in batch.content.attachments.items():
        yield f"  with {name}, {len(data):,} bytes, SHA-256 {batch.hashes[name]}"
    yield from (f"  link {link}" for link in batch.parcel.links.values())


def _told(batch: Batch, log: tuple[Delivery, ...], recipient: str, at: dt.datetime) -> str:
    has = receipts.of(log, batch.month, recipient)
    if has.state == "nothing" or batch.again:
        return f"would be sent, {len(dispatch.begin(batch, recipient, 0, at)[1]):,} bytes"
    return send.standing(batch, recipient, has).said


def _name(batch: Batch, recipient: str) -> str:
    """kopi-2026-10-mei-kopikaya-example.eml; nothing of an address leads out of the folder, and no two are one file."""
    safe = re.sub(r"[^a-z0-9]+", "-", recipient.lower()).strip("-")
    usual = re.fullmatch(r"[a-z0-9.]+@[a-z0-9.]+", recipient)
    mark = "" if usual else f"-{hashlib.sha256(recipient.encode()).hexdigest()[:8]}"
    return f"{batch.client.slug}-{batch.month}-{safe}{mark}.eml"
