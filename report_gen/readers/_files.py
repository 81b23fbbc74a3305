"""The files under exports/: which there are, and what they hold. Their time on disk says nothing and is never looked at."""

from __future__ import annotations

import hashlib
import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path

from report_gen.errors import ExportError
from report_gen.readers import _delimited, _workbook
from report_gen.readers._sheets import Book

_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
MAX_BYTES = 50_000_000
_IGNORED = ("thumbs.db", "desktop.ini")
_TEXT = (".csv", ".tsv", ".txt")
_WORKBOOKS = (".xlsx", ".xlsm", ".xls")
_ADVICE = {
    ".zip": "Unpack it here.",
    ".rar": "Unpack it here.",
    ".7z": "Unpack it here.",
    ".crdownload": "Its download was not finished: download it again.",
    ".part": "Its download was not finished: download it again.",
    ".numbers": "Export it as .xlsx.",
    ".ods": "Save it as .xlsx.",
    ".pdf": "Only .xlsx and .csv are read: keep it out of exports/.",
}


@dataclass(frozen=True)
class File:
    """A file as it lies under exports/: `name` is its path there, with forward slashes."""

    name: str
    data: bytes
    sha256: str

    def book(self) -> Book:
        """What it holds, told by its content: exports are renamed more often than converted."""
        if not self.data.strip():
            raise ExportError(f"{self.name} is empty. Download it again.")
        if self.data.startswith((_workbook.ZIP, _workbook.OLE)):
            return _workbook.parse(self.data, self.name)
        return _delimited.parse(self.data, self.name)


def names(exports: Path) -> list[str]:
    """Every file below the folder that is not hidden, sorted. Links to folders are listed as they are, not followed."""
    found: list[Path] = []
    for folder, folders, files in os.walk(exports):
        folders[:] = [name for name in folders if not name.startswith((".", "__MACOSX"))]
        links = [name for name in folders if Path(folder, name).is_symlink()]
        found += [Path(folder, name) for name in (*links, *files) if not is_ignored(name)]
    return sorted(path.relative_to(exports).as_posix() for path in found)


def open_file(folder: Path, name: str, home: Path) -> File:
    """The file's bytes, within the limits. No link may lead out of `home`, the client's folder."""
    path = folder / name
    _check_name(name)
    _check_links(path, name, home)
    try:
        _check_shape(path.stat(), name)
        data = path.read_bytes()
    except OSError as error:
        reason = f"{name} can't be read ({error.strerror}). Check that the file is there and may be read."
        raise ExportError(reason) from error
    return File(name, data, hashlib.sha256(data).hexdigest())


def _check_shape(status: os.stat_result, name: str) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise ExportError(f"{name} is no ordinary file. Put a copy of its content here.")
    if status.st_size > MAX_BYTES:
        size = f"{name} has {status.st_size:,} bytes; at most {MAX_BYTES:,} are read."
        raise ExportError(f"{size} Download it again, or split it.")


def is_ignored(name: str) -> bool:
    """Lock files of an open spreadsheet, and what file managers leave behind."""
    return name.startswith((".", "~$")) or name.lower() in _IGNORED


def _check_links(path: Path, name: str, home: Path) -> None:
    target = path.resolve()
    if home.resolve() not in target.parents:
        raise ExportError(
            f"{name} is reached by a link that leads out of the client's folder. Put a copy of the file here."
        )
    if target.is_dir():
        raise ExportError(f"{name} is a link to a folder. Put the files themselves here.")


def _check_name(name: str) -> None:
    if _UNPRINTABLE.search(name):
        # Archives made on Chinese Windows unpack to names in another code, which no report could print.
        shown = name.encode("ascii", "backslashreplace").decode()
        raise ExportError(f"A file's name is in an unknown code: {shown}. Rename it.")
    ending = Path(name).suffix.lower()
    if ending not in (*_TEXT, *_WORKBOOKS):
        advice = _ADVICE.get(ending, "Only .xlsx and .csv are read: convert it, or keep it out of exports/.")
        raise ExportError(f"{name} can't be read. {advice}")
