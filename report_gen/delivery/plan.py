"""What is to be done at a place so that it holds a release, and in which order.

At every moment every page that a reader can come to has all its parts, and its links lead somewhere:

    1  what is new there, which nobody is led to yet: parts, pages, then lists of months from the inner to the outer
    2  what is there and changes, month by month: parts and data, then the pages that show them
    3  the lists of months, which lead to what is there by now
    4  what is to go, in the opposite order: nobody is led to it any more
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from report_gen.delivery.ledger import LEDGER, Ledger

Kind = Literal["new", "changed", "mended", "stale"]
PART = ".report-gen-part"  # the end of a name under which a file is written beside the one that it will replace
_MONTH = re.compile(r"(?:^|/)(20\d\d-\d\d)/")
_LISTS = {"versions.json": 2, "versions.js": 2, "archive.html": 3, "index.html": 4}


@dataclass(frozen=True)
class File:
    """What is to stand there."""

    sha256: str
    size: int


@dataclass(frozen=True)
class Seen:
    """What lies there: its size in bytes, None where nobody knows without fetching it, and the mark by which the place tells
    it from what else was ever there."""

    size: int | None
    stamp: str


@dataclass(frozen=True)
class Step:
    """`mended`: we had put it there as it should be, and it is another one or gone; `stale`: it goes."""

    path: str
    kind: Kind
    size: int | None


@dataclass(frozen=True)
class Plan:
    """Batches one after the other; the steps of a batch in any order. `kept` files stay as they are; `strangers` lie there
    and are not ours."""

    batches: tuple[tuple[Step, ...], ...]
    kept: int
    strangers: tuple[str, ...]

    @property
    def steps(self) -> tuple[Step, ...]:
        return tuple(step for batch in self.batches for step in batch)

    def of(self, *kinds: Kind) -> tuple[Step, ...]:
        return tuple(step for step in self.steps if step.kind in kinds)

    @property
    def sent(self) -> tuple[Step, ...]:
        return self.of("new", "changed", "mended")


def plan(wanted: Mapping[str, File], ledger: Ledger, there: Mapping[str, Seen]) -> Plan:
    """From what should stand there, what the ledger says of it, and what was found."""
    steps = [step for path in wanted if (step := _step(path, wanted[path], ledger, there))]
    ours = {path for path in there if path in ledger.files or path.endswith(PART)}
    steps += [Step(path, "stale", there[path].size) for path in sorted(ours - set(wanted))]
    ordered = sorted(steps, key=lambda step: (_turn(step, there), step.path))
    batches = tuple(tuple(batch) for _, batch in groupby(ordered, key=lambda step: _turn(step, there)))
    return Plan(batches, len(wanted) - len([s for s in steps if s.kind != "stale"]), _strangers(wanted, ours, there))


def _step(path: str, file: File, ledger: Ledger, there: Mapping[str, Seen]) -> Step | None:
    known, seen = ledger.files.get(path), there.get(path)
    if known is None:
        return Step(path, "changed" if seen else "new", file.size)
    if seen is None or seen.stamp != known.stamp:
        return Step(path, "mended", file.size)
    return Step(path, "changed", file.size) if known.sha256 != file.sha256 else None


def _strangers(wanted: Collection[str], ours: Collection[str], there: Collection[str]) -> tuple[str, ...]:
    return tuple(sorted(path for path in there if path not in ours and path not in wanted and path != LEDGER))


def _turn(step: Step, there: Collection[str]) -> tuple[int, str, int, int]:
    """When a step comes: its phase, then within the phase."""
    rank = _rank(step.path)
    depth = step.path.count("/") if rank > 1 else 0
    if step.kind == "stale":
        return (4, "", -rank, depth)
    if step.path not in there:
        return (1, "", rank, -depth)
    month = _MONTH.search(step.path)
    return (2, month[1], rank, 0) if month else (3, "", rank, -depth)


def _rank(path: str) -> int:
    """0 what pages are made of, 1 pages, then the lists of months in the order in which they lead on."""
    if _MONTH.search(path):
        return 1 if path.endswith(".html") else 0
    return _LISTS.get(path.rpartition("/")[2], 0)
