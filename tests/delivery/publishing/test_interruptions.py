"""Wherever the work breaks off, readers see a whole site, and doing it again ends where it would have ended."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from report_gen.delivery import targets
from report_gen.delivery.places import parse
from report_gen.delivery.plan import Seen
from report_gen.delivery.targets import Target
from report_gen.delivery.transfer import Order, bring
from tests.delivery.agencies import NOW, everything, quiet
from tests.delivery.publishing import little
from tests.delivery.publishing.little import Month, contents, release
from tests.delivery.publishing.spots import Spot, client

BEFORE = release(Month("2026-08"), Month("2026-09", ("index", "saves", "creators")), languages=("en",))
AFTER = release(Month("2026-09", ("index", "saves"), look="bold"), Month("2026-10"), languages=("en",))


class PulledError(Exception):
    """Somebody pulled the plug."""


@dataclass
class Failing:
    """A target of which the plug is pulled before its `left`-th change; `torn`: the change is half done by then."""

    target: Target
    left: int
    changes: int = 0
    lanes: int = 1
    lock: threading.Lock = field(default_factory=threading.Lock)

    def listing(self) -> dict[str, Seen]:
        return self.target.listing()

    def read(self, path: str) -> bytes | None:
        return self.target.read(path)

    def above(self, name: str) -> Iterator[bytes]:
        return self.target.above(name)

    def put(self, path: str, content: bytes) -> str:
        self._count()
        return self.target.put(path, content)

    def remove(self, path: str) -> None:
        self._count()
        self.target.remove(path)

    def finish(self, message: str, at: dt.datetime) -> None:
        self.target.finish(message, at)

    def _count(self) -> None:
        with self.lock:
            if self.left == self.changes:
                raise PulledError
            self.changes += 1


def bring_to(spot: Spot, left: int) -> int:
    """How many changes it took to bring AFTER there; raises PulledError before one too many."""
    with targets.opened(spot.place, spot.environ) as target:
        failing = Failing(target, left)
        bring(failing, Order(spot.client, spot.place, AFTER), NOW, quiet)
        return failing.changes


def folder(root: Path) -> Spot:
    return Spot(parse(str(root / "kopi"), root), {}, client(root / "agency"))


def shown(spot: Spot) -> dict[str, bytes]:
    return {path: content for path, content in everything(spot.place.folder).items() if not path.startswith(".")}


def test_after_an_interruption_anywhere_the_same_stands_as_without_one(tmp_path: Path) -> None:
    whole = folder(tmp_path / "whole")
    whole.publish(BEFORE)
    steps = bring_to(whole, 1000)
    assert steps > len(AFTER.files) / 2
    for left in range(steps):
        spot = folder(tmp_path / str(left))
        spot.publish(BEFORE)
        with pytest.raises(PulledError):
            bring_to(spot, left)
        assert little.broken(shown(spot)) == set()
        spot.publish(AFTER)
        assert shown(spot) == contents(AFTER)
        assert spot.publish(AFTER).batches == ()


def test_an_interrupted_publication_that_is_taken_back_leaves_nothing_behind(tmp_path: Path) -> None:
    """Months that were under way and are not to be seen after all go again, whether or not they had arrived."""
    for left in range(2, 24, 4):
        spot = folder(tmp_path / str(left))
        spot.publish(BEFORE)
        with pytest.raises(PulledError):
            bring_to(spot, left)
        spot.publish(BEFORE)
        assert shown(spot) == contents(BEFORE)


def test_a_file_that_was_under_way_is_sent_again_even_if_it_looks_right(tmp_path: Path) -> None:
    spot = folder(tmp_path)
    with pytest.raises(PulledError):
        bring_to(spot, 6)
    arrived = set(shown(spot))
    assert len(arrived) == 5, "the ledger is the first change"
    assert arrived <= {step.path for step in spot.publish(AFTER).sent}


def test_what_was_sent_before_the_break_is_not_sent_again_once_the_ledger_says_so(tmp_path: Path) -> None:
    spot = folder(tmp_path)
    whole = bring_to(folder(tmp_path / "whole"), 1000)
    with pytest.raises(PulledError):
        bring_to(spot, whole - 2)
    assert {step.path for step in spot.publish(AFTER).sent} == {"index.html"}


def test_an_interrupted_commit_changes_nothing(spot_in_git: Spot) -> None:
    spot_in_git.publish(BEFORE)
    with pytest.raises(PulledError):
        bring_to(spot_in_git, 9)
    assert spot_in_git.contents() == contents(BEFORE)
