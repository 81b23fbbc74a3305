"""`publish SLUG`: the client's approved months to the place that its settings name, and nothing else to anywhere else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from report_gen import config
from report_gen.delivery import destination, drafts, gate, records, release, targets, transfer
from report_gen.delivery.claims import SHOWN
from report_gen.delivery.gate import Cleared
from report_gen.delivery.places import Place
from report_gen.delivery.plan import Plan
from report_gen.delivery.release import Release
from report_gen.delivery.transfer import Order
from report_gen.errors import DeliveryError, gathering
from report_gen.files import exclusive
from report_gen.progress import Progress
from report_gen.workspace import Client, Workspace


@dataclass(frozen=True)
class Request:
    """`month` None is the newest that the exports cover whole; the other options are those of the gate and of the order."""

    slug: str
    month: str | None = None
    as_approved: bool = False
    dry_run: bool = False
    adopt: bool = False
    verify: bool = False
    draft: bool = False


@dataclass(frozen=True)
class Errand:
    """What goes where. `url` is how its readers get there; `held` says of other months why they stay."""

    place: Place
    leaves: Release
    month: str
    url: str | None = None
    held: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Published:
    """What was done, or would be."""

    request: Request
    errand: Errand
    plan: Plan


def publish(
    workspace: Workspace, request: Request, at: dt.datetime, environ: Mapping[str, str], progress: Progress
) -> Published:
    """The site at its place. Raises ReportGenError with all that keeps it here, or with what went wrong there."""
    client = workspace.client(request.slug)
    with exclusive(client.build / ".lock", partial(progress, client.slug, "waiting for another build", 0, 1)):
        home = Path(environ.get("HOME") or "/")
        errand = (_draft if request.draft else _errand)(workspace, client, request, home)
        order = Order(client, errand.place, errand.leaves, request.dry_run, request.adopt, request.verify)
        with targets.opened(errand.place, environ) as target:
            done = Published(request, errand, transfer.bring(target, order, at, progress))
        if not request.dry_run:
            _record(client, done, at)
    return done


def _errand(workspace: Workspace, client: Client, request: Request, home: Path) -> Errand:
    """Where it goes and what goes there; everything against it at once."""
    problems: list[str] = []
    settings = config.load(client)
    place = gathering(problems, partial(destination.of, workspace, client, settings, home))
    if not (settings.access and settings.access.is_said):
        problems.append(
            f"{client.slug} doesn't say who may open its site. Name its readers in clients/{client.slug}/client.yml, as "
            "access: {users: [mei]}; or let anybody, as access: {public: true}."
        )
    cleared = gathering(problems, partial(_cleared, workspace, request))
    if problems or not place or not cleared:
        raise DeliveryError(*problems)
    url = settings.publish.url if settings.publish else None
    return Errand(place, release.compose(cleared), cleared.month, url, cleared.held)


def _draft(workspace: Workspace, client: Client, request: Request, home: Path) -> Errand:
    """A month that is not approved, for the agency's own people."""
    place = drafts.place(workspace, client, home)
    draft = drafts.find(workspace, client, request.month)
    return Errand(place, drafts.compose(draft), draft.month)


def _cleared(workspace: Workspace, request: Request) -> Cleared:
    cleared = gate.clear(workspace, gate.Request(request.slug, request.month, request.as_approved))
    gate.refuse_withdrawal(cleared)
    return cleared


def _record(client: Client, done: Published, at: dt.datetime) -> None:
    """Unless it is on record that exactly this stands there."""
    leaves, to, plan = done.errand.leaves, done.errand.place.said, done.plan
    there = (one for one in records.read(client, records.Publication) if one.to == to)
    last = records.latest(there)
    if last is None or plan.batches or last.digest != leaves.digest:
        entry = records.Publication(
            at=at,
            month=done.errand.month,
            months=leaves.months,
            to=to,
            digest=leaves.digest,
            sent=len(plan.sent),
            removed=len(plan.of("stale")),
            draft=done.request.draft,
        )
        records.add(client, entry)


# -- what is printed


def as_text(done: Published) -> str:
    return "\n".join(_lines(done))


def _lines(done: Published) -> Iterator[str]:
    errand, plan = done.errand, done.plan
    months = f"{'a draft of ' if done.request.draft else ''}{', '.join(errand.leaves.months)}"
    if done.request.dry_run:
        yield f"{done.request.slug}: {months} would go to {errand.place.said}; nothing has been changed"
        yield from (f"  {_WORDS[step.kind]:<8}{_size(step.size):>9}  {step.path}" for step in plan.steps)
    else:
        yield f"{done.request.slug}: {months} {'stands' if len(errand.leaves.months) == 1 else 'stand'} at {errand.place.said}"
    yield f"  {_counted(plan, 'to send' if done.request.dry_run else 'sent')}"
    if mended := plan.of("mended"):
        yield f"  {_files(len(mended))} of these had been changed or deleted there by somebody else"
    if strangers := plan.strangers:
        yield f"  {_files(len(strangers))} there not from report-gen, left alone: {', '.join(strangers[:SHOWN])}"
    yield from _held(errand.held)
    if errand.url:
        yield f"  {errand.url}"


def _held(held: Mapping[str, str]) -> Iterator[str]:
    """A line for each reason: a year of months that nobody approved is one."""
    reasons: dict[str, list[str]] = {}
    for month, reason in held.items():
        reasons.setdefault(reason.replace(month, "MONTH"), []).append(month)
    for reason, months in reasons.items():
        more = f" and {len(months) - SHOWN} more" if len(months) > SHOWN else ""
        if len(months) == 1:
            yield f"  {months[0]} stays here: {reason.replace('MONTH', months[0])}"
        else:
            yield f"  {', '.join(months[:SHOWN])}{more} stay here, each since {reason}"


_WORDS = {"new": "send", "changed": "replace", "mended": "mend", "stale": "remove"}


def _counted(todo: Plan, sent: str) -> str:
    size = _size(sum(step.size or 0 for step in todo.sent))
    gone = "to remove" if sent == "to send" else "removed"
    return f"{_files(len(todo.sent))} {sent} ({size}), {todo.kept:,} unchanged, {len(todo.of('stale')):,} {gone}"


def _files(count: int) -> str:
    return "1 file" if count == 1 else f"{count:,} files"


def _size(size: int | None) -> str:
    if size is None:
        return "?"
    return (
        f"{size:,} B"
        if size < 1000
        else f"{size / 1000:,.1f} kB"
        if size < 1_000_000
        else f"{size / 1_000_000:,.1f} MB"
    )
