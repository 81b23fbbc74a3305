"""What a long command shows while it works: a bar on a terminal, a line for each step elsewhere. Always on stderr."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol, TextIO


class Progress(Protocol):
    """Called with whose step it is, which, and how many are done of how many."""

    def __call__(self, slug: str, stage: str, done: int, total: int, /) -> None: ...


def silent(slug: str, stage: str, done: int, total: int, /) -> None:
    """For callers who show nothing."""


@contextmanager
def shown(stream: TextIO | None = None) -> Iterator[Progress]:
    """The progress that suits the stream (stderr unless told)."""
    stream = stream or sys.stderr
    with _bar(stream) if stream.isatty() else _lines(stream) as progress:
        yield progress


@contextmanager
def _lines(stream: TextIO) -> Iterator[Progress]:
    def show(slug: str, stage: str, done: int, total: int, /) -> None:
        count = f" ({done} of {total})" if total > 1 else ""
        print(f"{slug}: {stage}{count}", file=stream, flush=True)

    yield show


@contextmanager
def _bar(stream: TextIO) -> Iterator[Progress]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar

    columns = (BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TextColumn("{task.description}", markup=False))
    with Bar(*columns, console=Console(file=stream), transient=True) as bar:
        task = bar.add_task("", total=None)

        def show(slug: str, stage: str, done: int, total: int, /) -> None:
            bar.update(task, description=f"{slug}: {stage}", completed=done, total=total)

        yield show
