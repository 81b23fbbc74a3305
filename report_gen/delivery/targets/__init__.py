"""The kinds of places that a site can be brought to, a file each, all behind one small interface.

    folder    a folder of this machine's disks, a network share too
    s3        a bucket of S3, or of what speaks like it
    sftp      a server's folder through SSH
    git       a folder in a branch of a git repository, for hosts that serve one

To add one: a file here with `opened(place, environ)`, called like the `kind` that `places` gives to its addresses.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from importlib import import_module
from typing import Protocol

from report_gen.delivery.places import Place
from report_gen.delivery.plan import Seen


class Target(Protocol):
    """A place while it is open. Paths are relative to it, as a browser asks for them. `lanes`: how many calls of `put`,
    `read` and `remove` may be made at once, from as many threads."""

    lanes: int

    def listing(self) -> dict[str, Seen]:
        """Every file that lies there, whoever put it there; nothing where the place is not there yet."""

    def read(self, path: str) -> bytes | None:
        """The file's content; None where there is none."""

    def put(self, path: str, content: bytes) -> str:
        """The file there as a whole, in place of one that is there; returns the stamp that the next listing shows."""

    def remove(self, path: str) -> None:
        """The file gone, and folders that it leaves empty. One that isn't there is gone already."""

    def above(self, name: str) -> Iterator[bytes]:
        """The files of that name in the folders that the place lies in, as far as one may look."""

    def finish(self, message: str, at: dt.datetime) -> None:
        """All that was put and removed is what readers get."""


Way = Callable[[Place, Mapping[str, str]], AbstractContextManager[Target]]


@contextmanager
def opened(place: Place, environ: Mapping[str, str]) -> Iterator[Target]:
    """The place, ready for work; secrets are taken from the environment. Raises DeliveryError for what goes wrong there."""
    way: Way = import_module(f"{__name__}.{place.kind}").opened
    with way(place, environ) as target:
        yield target
