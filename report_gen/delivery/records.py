"""What became of a client's months, in `clients/<slug>/delivery/`: a line of JSON for each thing that happened, only ever added.

    reviews.jsonl         who has looked at a month
    publications.jsonl    which months went where
    deliveries.jsonl      who was sent what
    handovers.jsonl       which files were made of a month, to be passed on

The folder belongs into version control, like the approvals. No build reads it.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Literal, TypeVar

from pydantic import ValidationError

from report_gen.errors import DeliveryError
from report_gen.tables import Frozen
from report_gen.workspace import Client


class Entry(Frozen):
    """Something that happened, in UTC."""

    at: dt.datetime


class Review(Entry):
    """Somebody looked at a month as it stood in the site; `seen` is the fingerprint of that."""

    month: str
    by: str
    seen: str
    note: str = ""


class Publication(Entry):
    """Months went `to` a place. `sent`, `removed`: how many files; `digest` that of the whole release."""

    month: str
    months: tuple[str, ...]
    to: str
    digest: str
    sent: int
    removed: int
    draft: bool = False


class Delivery(Entry):
    """A step of an e-mail to one recipient. `begun` stands before anything goes out; `sent` means that the server took it,
    `refused` that it certainly did not, `unknown` that the connection broke where either may be true. `hashes` are SHA-256
    of what was attached, by name, and of the `message` itself; `said`: the server's answer."""

    month: str
    recipient: str
    message_id: str
    state: Literal["begun", "sent", "refused", "unknown"]
    subject: str
    hashes: dict[str, str]
    said: str = ""
    draft: bool = False


class HandOver(Entry):
    """A month was written into a `file`, whose name this is, for somebody to pass on; `digest` is its SHA-256."""

    month: str
    file: str
    digest: str
    encrypted: bool


E = TypeVar("E", bound=Entry)
_FILES: dict[type[Entry], str] = {
    Review: "reviews.jsonl",
    Publication: "publications.jsonl",
    Delivery: "deliveries.jsonl",
    HandOver: "handovers.jsonl",
}


def add(client: Client, entry: Entry) -> None:
    """Writes the entry to the disk before it returns."""
    file = _file(client, type(entry))
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("ab") as log:
        if log.tell() and not _ends_with_a_line(file):
            log.write(b"\n")  # a power cut in the middle of a line costs that line alone
        log.write(entry.model_dump_json().encode() + b"\n")
        log.flush()
        os.fsync(log.fileno())


def read(client: Client, kind: type[E]) -> tuple[E, ...]:
    """All entries, the oldest first. Raises DeliveryError where one is not what was written: nothing may then be sent on
    the strength of the others."""
    file = _file(client, kind)
    lines = file.read_bytes().decode("utf-8", "replace").splitlines() if file.is_file() else []
    return tuple(_parsed(client, file, number, line, kind) for number, line in enumerate(lines, 1) if line.strip())


def delivered_months(client: Client) -> set[str]:
    """Months that somebody outside the agency may have seen."""
    sent = {one.month for one in read(client, Delivery) if not one.draft and one.state in ("sent", "unknown")}
    return published_months(client) | sent | {one.month for one in read(client, HandOver)}


def published_months(client: Client) -> set[str]:
    """Months that the client's site may still show its readers."""
    return {month for one in read(client, Publication) if not one.draft for month in one.months}


def latest(entries: Iterable[E]) -> E | None:
    return max(entries, key=lambda one: one.at, default=None)


def _file(client: Client, kind: type[Entry]) -> Path:
    return client.delivery / _FILES[kind]


def _ends_with_a_line(file: Path) -> bool:
    with file.open("rb") as log:
        log.seek(-1, os.SEEK_END)
        return log.read(1) == b"\n"


def _parsed(client: Client, file: Path, number: int, line: str, kind: type[E]) -> E:
    try:
        return kind.model_validate_json(line)
    except ValidationError:
        name = file.relative_to(client.workspace).as_posix()
        raise DeliveryError(
            f"{name}, line {number}, is not what report-gen wrote, so nobody can say what was delivered. Restore the file "
            "from version control or from a backup, or mend that line."
        ) from None
