"""What stands at a place, kept there in `.report-gen.json`: whose it is, and which of its files we put there.

A file without a fingerprint was under way when the ledger was written: it may be the old one, the new one or none. The place
belongs to the client and to the workspace whose key is in the ledger; the workspace keeps that in the client's delivery/.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field, ValidationError

from report_gen.errors import DeliveryError
from report_gen.files import write_atomically
from report_gen.tables import Frozen
from report_gen.workspace import SLUG, Client

LEDGER = ".report-gen.json"
SCHEMA: Literal["report-gen/publication@1"] = "report-gen/publication@1"
_KEY = r"[0-9a-f]{32}"


class Standing(Frozen):
    """A file as we put it there: its SHA-256, and how the place itself told it from others."""

    sha256: str
    stamp: str


class Ledger(Frozen):
    schema_: Literal["report-gen/publication@1"] = Field(SCHEMA, alias="schema")
    client: Annotated[str, Field(pattern=f"^{SLUG.pattern}$")]
    key: Annotated[str, Field(pattern=f"^{_KEY}$")]
    files: dict[str, Standing | None]

    def to_json(self) -> bytes:
        return self.model_dump_json(by_alias=True).encode() + b"\n"

    def beginning(self, paths: set[str]) -> Ledger:
        """With those files under way."""
        return self.model_copy(update={"files": dict(sorted({**self.files, **dict.fromkeys(paths)}.items()))})

    def after(self, done: Mapping[str, Standing | None]) -> Ledger:
        """With those files as they stand now; None is gone."""
        files = {path: one for path, one in self.files.items() if path not in done}
        files |= {path: one for path, one in done.items() if one}
        return self.model_copy(update={"files": dict(sorted(files.items()))})


def read(content: bytes, place: str) -> Ledger:
    try:
        return Ledger.model_validate_json(content)
    except ValidationError:
        raise DeliveryError(
            f"{LEDGER} in {place} is not what report-gen wrote, so nobody can say whose place it is. If it is this client's "
            "alone, delete that file there and publish with --adopt."
        ) from None


def key(client: Client) -> str | None:
    """By which the workspace knows the client's places as its own; None before its first publication."""
    file = client.delivery / "key"
    return file.read_text("ascii", "replace").strip() if file.is_file() else None


def make_key(client: Client) -> str:
    """The key, made unless there is one. Another workspace's client of the same name has another."""
    known = key(client)
    if known is None:
        known = secrets.token_hex(16)
        write_atomically(client.delivery / "key", f"{known}\n".encode())
    return known
