"""What leaves: the files of cleared months in every language, and the lists that lead to them and to no other month."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from report_gen import site
from report_gen.delivery.gate import Cleared
from report_gen.errors import DeliveryError
from report_gen.workspace import Edition


@dataclass(frozen=True)
class Release:
    """A client's site as it leaves, by path as a reader's browser asks for it (`zh/2026-10/index.html`). A file is its
    content, or where that stands on disk: PDFs and fonts needn't be in memory all at once."""

    slug: str
    client: str
    months: tuple[str, ...]
    languages: tuple[str, ...]
    files: Mapping[str, Path | bytes]

    def read(self, path: str) -> bytes:
        content = self.files[path]
        return content if isinstance(content, bytes) else content.read_bytes()

    def fingerprint(self, path: str) -> str:
        """SHA-256 of the file."""
        return hashlib.sha256(self.read(path)).hexdigest()

    @property
    def digest(self) -> str:
        """Of all files together, by their names and contents."""
        told = "".join(f"{path}\0{self.fingerprint(path)}\n" for path in sorted(self.files))
        return hashlib.sha256(told.encode()).hexdigest()


def compose(cleared: Cleared, months: tuple[str, ...] | None = None) -> Release:
    """Those of the cleared months, all unless named. Raises DeliveryError if what was approved isn't what would leave."""
    wanted = tuple(month for month in cleared.approved if months is None or month in months)
    files: dict[str, Path | bytes] = {}
    for edition in cleared.editions:
        root = edition.name("").rstrip("/")
        for month in wanted:
            files |= _month(cleared, edition, month)
        for name, content in site.index(edition, sorted(wanted, reverse=True)).items():
            files[f"{root}/{name}".lstrip("/")] = content
    name = cleared.approved[wanted[-1]].report.client.name
    return Release(cleared.client.slug, name, wanted, cleared.settings.languages, dict(sorted(files.items())))


def _month(cleared: Cleared, edition: Edition, month: str) -> dict[str, Path]:
    folder, place = edition.site / month, edition.name(month)
    for name, content in cleared.approved[month].shown(edition).items():
        if not (folder / name).is_file() or (folder / name).read_bytes() != content:
            raise DeliveryError(
                f"site/{cleared.client.slug}/{place}/{name} is not what was approved. Build the month again: "
                f"report-gen build {cleared.client.slug} --month {month}"
            )
    found = (path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("."))
    return {f"{place}/{path.relative_to(folder).as_posix()}": path for path in found}
