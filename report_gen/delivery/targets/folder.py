"""A folder of this machine's disks, or of a share that is mounted there."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from report_gen.delivery.places import Place
from report_gen.delivery.plan import PART, Seen
from report_gen.errors import DeliveryError


class Folder:
    """Files are written beside and renamed, so that a reader gets the old one or the new one."""

    lanes = 4

    def __init__(self, root: Path) -> None:
        self._root = root

    def listing(self) -> dict[str, Seen]:
        return dict(self._below(self._root)) if self._root.is_dir() else {}

    def _below(self, folder: Path) -> Iterator[tuple[str, Seen]]:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    yield from self._below(Path(entry))
                else:
                    stat = entry.stat(follow_symlinks=False)
                    yield Path(entry).relative_to(self._root).as_posix(), Seen(stat.st_size, _stamp(stat))

    def read(self, path: str) -> bytes | None:
        file = self._root / path
        return file.read_bytes() if file.is_file() else None

    def put(self, path: str, content: bytes) -> str:
        file = self._root / path
        if file.parent.resolve() != file.parent:
            raise DeliveryError(f"{file.parent} leads somewhere else by a link. Remove the link, and publish again.")
        file.parent.mkdir(parents=True, exist_ok=True)
        part = file.with_name(f"{file.name}{PART}")
        part.write_bytes(content)
        part.chmod(0o644)
        part.replace(file)
        return _stamp(file.stat())

    def remove(self, path: str) -> None:
        file = self._root / path
        file.unlink(missing_ok=True)
        with suppress(OSError):  # of a folder that holds something still
            while (file := file.parent) != self._root:
                file.rmdir()

    def above(self, name: str) -> Iterator[bytes]:
        for folder in self._root.parents:
            with suppress(OSError):
                yield (folder / name).read_bytes()

    def finish(self, message: str, at: dt.datetime) -> None:
        """Each file is what readers get as soon as it is there."""


def _stamp(stat: os.stat_result) -> str:
    return f"{stat.st_size}:{stat.st_mtime_ns}"


@contextmanager
def opened(place: Place, environ: Mapping[str, str]) -> Iterator[Folder]:
    try:
        yield Folder(place.folder)
    except OSError as error:
        raise DeliveryError(
            f"{place.said}: {error.filename or place.folder}: {error.strerror}. Make room there, or see to its rights, and "
            "publish again: what is missing is sent then."
        ) from error
