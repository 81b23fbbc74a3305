"""Bringing a release to a place: only what is not there yet, in an order that shows nobody half a site."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import TypeVar

from report_gen.delivery import claims, plan
from report_gen.delivery.ledger import LEDGER, Ledger, Standing
from report_gen.delivery.places import Place
from report_gen.delivery.plan import File, Plan, Seen, Step
from report_gen.delivery.release import Release
from report_gen.delivery.targets import Target
from report_gen.progress import Progress
from report_gen.workspace import Client

_BATCH = 500  # files after which the ledger is renewed: what a broken connection costs
_TOLD = 10  # times that progress is told
Item = TypeVar("Item")
Made = TypeVar("Made")


@dataclass(frozen=True)
class Order:
    """What goes where. `dry_run` looks and changes nothing; `adopt` takes over a place where other files lie; `verify` reads
    what is there instead of trusting its stamps."""

    client: Client
    place: Place
    leaves: Release
    dry_run: bool = False
    adopt: bool = False
    verify: bool = False

    @cached_property
    def files(self) -> Mapping[str, File]:
        return {path: _file(self.leaves.read(path)) for path in self.leaves.files}


def bring(target: Target, order: Order, at: dt.datetime, progress: Progress) -> Plan:
    """Makes the place hold the release, or only says what that would take. The ledger there says at every step what is under
    way, so that the next publication trusts nothing that this one left unfinished."""
    progress(order.client.slug, f"looking at {order.place.said}", 0, 1)
    there = target.listing()
    known = claims.standing(target, order.place, order.client, there)
    if known is None and not order.adopt:
        claims.refuse_taken(order.place, there)
    standing = known or claims.begun(order.client, order.dry_run)
    there = {path: seen for path, seen in there.items() if path != LEDGER}
    if order.verify:
        there = _verified(target, standing, there)
    todo = plan.plan(order.files, standing, there)
    if not order.dry_run and (todo.batches or set(standing.files) != set(order.files) or known is None):
        _carry_out(target, order, todo, standing, progress)
        target.finish(f"{order.client.slug}: {', '.join(order.leaves.months)}", at)
    return todo


def _verified(target: Target, standing: Ledger, there: Mapping[str, Seen]) -> dict[str, Seen]:
    """What lies there, read; what is not as it was put there gets a stamp that nothing was ever put there with."""
    ours = [path for path in there if standing.files.get(path)]
    contents = dict(zip(ours, _each(target, target.read, ours), strict=True))
    damaged = {path for path, content in contents.items() if not _is_as_put(content, standing.files[path])}
    return {path: replace(seen, stamp="damaged") if path in damaged else seen for path, seen in there.items()}


def _is_as_put(content: bytes | None, known: Standing | None) -> bool:
    return content is not None and known is not None and _file(content).sha256 == known.sha256


def _carry_out(target: Target, order: Order, todo: Plan, standing: Ledger, progress: Progress) -> None:
    told = _Told(order.client.slug, len(todo.steps), progress)
    gone = {path: None for path in standing.files if path not in order.files}  # what of it is there is a step
    now = standing.after(gone).beginning({step.path for step in todo.steps})
    target.put(LEDGER, now.to_json())
    for batch in _cut(todo):
        stands = list(_each(target, partial(_do, target, order, told), batch))
        now = now.after({step.path: one for step, one in zip(batch, stands, strict=True)})
        target.put(LEDGER, now.to_json())


def _cut(todo: Plan) -> Iterator[tuple[Step, ...]]:
    """The batches, none so large that a broken connection would cost much."""
    for batch in todo.batches:
        yield from (batch[start : start + _BATCH] for start in range(0, len(batch), _BATCH))


def _do(target: Target, order: Order, told: _Told, step: Step) -> Standing | None:
    stands = None
    if step.kind == "stale":
        target.remove(step.path)
    else:
        content = order.leaves.read(step.path)
        stands = Standing(sha256=_file(content).sha256, stamp=target.put(step.path, content))
    told.one_more(step)
    return stands


class _Told:
    """Tells progress now and then: a line for each of a thousand files would hide everything else."""

    def __init__(self, slug: str, total: int, progress: Progress) -> None:
        self._slug, self._total, self._progress, self._done = slug, total, progress, 0

    def one_more(self, step: Step) -> None:
        self._done += 1
        if self._done * _TOLD // self._total > (self._done - 1) * _TOLD // self._total:
            self._progress(self._slug, "removing" if step.kind == "stale" else "sending", self._done, self._total)


def _each(target: Target, do: Callable[[Item], Made], items: Sequence[Item]) -> Iterator[Made]:
    """In the target's lanes, in order; after the first that fails none begins any more."""
    with ThreadPoolExecutor(target.lanes) as pool:
        try:
            yield from pool.map(do, items)
        finally:
            pool.shutdown(cancel_futures=True)


def _file(content: bytes) -> File:
    return File(hashlib.sha256(content).hexdigest(), len(content))
