"""One month for hosts without a server: a zip that opens from a folder (zipped.py), or one encrypted page (sealed.py).

Only a month that may leave (gate.py) is handed over, alone and in all of its languages, and the record says so.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from report_gen.delivery import gate, passphrase, records, sealed, zipped
from report_gen.delivery.gate import Cleared, Request
from report_gen.delivery.release import compose
from report_gen.files import exclusive, write_atomically
from report_gen.progress import Progress
from report_gen.workspace import Client, Workspace


@dataclass(frozen=True)
class Wanted:
    """`folder` is where the file goes, None the usual one. `phrase` asks for the passphrase once it is known that the month
    may leave; None is a zip, which has none."""

    request: Request
    folder: Path | None = None
    phrase: Callable[[], str] | None = None


@dataclass(frozen=True)
class Exported:
    """The file that was made; `digest` is its SHA-256."""

    file: Path
    month: str
    size: int
    digest: str


def export(workspace: Workspace, wanted: Wanted, at: dt.datetime, progress: Progress) -> Exported:
    """Makes the file, in place of an earlier one. Raises DeliveryError with all that keeps the month."""
    client = workspace.client(wanted.request.slug)
    with exclusive(client.build / ".lock", partial(progress, client.slug, "waiting for another build", 0, 1)):
        return _export(gate.clear(workspace, wanted.request), wanted, at)


def _export(cleared: Cleared, wanted: Wanted, at: dt.datetime) -> Exported:
    client, month = cleared.client, cleared.month
    release = compose(cleared, (month,))
    if wanted.phrase:
        phrase, kind = passphrase.check(wanted.phrase(), _names(cleared)), "html"
        content = sealed.page(cleared, release, phrase, sealed.Chance())
    else:
        content, kind = zipped.packed(cleared, release), "zip"
    file = (wanted.folder or usual_folder(client)) / f"{client.slug}-{month}.{kind}"
    done = Exported(file, month, len(content), hashlib.sha256(content).hexdigest())
    write_atomically(file, content)
    made = records.HandOver(at=at, month=month, file=file.name, digest=done.digest, encrypted=kind == "html")
    records.add(client, made)
    return done


def usual_folder(client: Client) -> Path:
    return client.build / "export"


def _names(cleared: Cleared) -> tuple[str, ...]:
    """What whoever finds the file would try first."""
    return (cleared.client.slug, cleared.settings.client, cleared.agency.name, cleared.month)
