"""How far every client's month has come, for the agency lead: what is done, by whom and when, what holds it, and what to do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, get_args

from report_gen import agency, config
from report_gen.delivery.standing import Data, Dossier, Mark, Sent, Standing
from report_gen.errors import RefusedError, ReportGenError
from report_gen.jobs import State
from report_gen.workspace import Workspace

# What a month waits for, in the order in which it needs somebody: `broken` can't be read, `unknown` is an e-mail that may or
# may not have arrived, `done` waits for nothing.
Stage = Literal["broken", "unknown", "data", "build", "review", "approve", "publish", "send", "done"]
Holding = tuple[Stage, str, str]  # the stage, what the month waits for in words, and the command for that


@dataclass(frozen=True)
class Row:
    """A client's month. `holds` is what it waits for, in words, and `next` the command for that; both are empty where it
    waits for nothing."""

    slug: str
    stage: Stage
    holds: str = ""
    next: str = ""
    name: str = ""
    month: str | None = None
    data: Data | None = None
    built: Mark | None = None
    reviewed: Mark | None = None
    approved: Mark | None = None
    published: Mark | None = None
    exported: Mark | None = None
    sent: Sent = field(default_factory=Sent)


def status(workspace: Workspace, slugs: Sequence[str], at: dt.datetime, month: str | None = None) -> tuple[Row, ...]:
    """A row for each client, those first that need somebody most. `month` is each client's last one that is over, or a newer
    one that its exports cover whole already, unless given. A client that can't be read is a row that says why."""
    agency.load(workspace)  # a mistake there is everybody's
    rows = (_row(workspace, slug, at, month) for slug in slugs)
    return tuple(sorted(rows, key=lambda row: (get_args(Stage).index(row.stage), row.slug)))


def _row(workspace: Workspace, slug: str, at: dt.datetime, month: str | None) -> Row:
    try:
        client = workspace.client(slug)
        dossier = Dossier(workspace, client, config.load(client), State.read(client))
        return _of(Standing(dossier, month or dossier.due(dossier.day(at))))
    except ReportGenError as error:
        return _broken(slug, error)
    except OSError as error:
        if refused := RefusedError.of(error):
            return _broken(slug, refused)
        raise


def _broken(slug: str, error: ReportGenError) -> Row:
    first, *more = error.problems
    return Row(slug, "broken", f"{first} And {len(more)} more." if more else first, f"report-gen check {slug}")


def _of(standing: Standing) -> Row:
    """What stands already is told in any case; the first thing that holds the month decides what it waits for."""
    stage, holds, command = next(_holdings(standing))
    return Row(
        standing.dossier.client.slug,
        stage,
        holds,
        command,
        standing.dossier.settings.client,
        standing.month,
        standing.data,
        standing.built,
        standing.reviewed,
        standing.approved,
        standing.published,
        standing.exported,
        standing.sent,
    )


# -- what holds a month


def _holdings(of: Standing) -> Iterator[Holding]:
    month = f"{of.dossier.client.slug} --month {of.month}"
    if of.sent.unknown:
        unknown = f"nobody knows whether {_named(of.sent.unknown)} got it"
        yield "unknown", unknown, f"report-gen send {month} --dry-run"  # which says what to look for, and where
    if of.is_delivered and of.was_sent_before_approval:
        yield "done", "approved anew after it was sent", f"report-gen send {month} --again"
    if of.is_delivered:
        yield "done", "", ""
    yield from _before_approval(of, month)
    if of.is_restated:
        yield "approve", "newer data would change what was approved", f"report-gen approve {month} --by NAME --again"
    yield from _after_approval(of, month)


def _before_approval(of: Standing, month: str) -> Iterator[Holding]:
    slug = of.dossier.client.slug
    if of.data == "missing":
        yield "data", f"its exports don't cover {of.month}", f"report-gen check {slug}"
    if of.data == "partial":
        yield "data", f"its exports cover only a part of {of.month}", f"report-gen check {slug}"
    if of.data == "unread":
        yield "build", "no build has read its exports as they are now", f"report-gen build {slug}"
    if not of.built:
        yield "build", "not built yet", f"report-gen build {slug}"
    if not of.is_up_to_date:
        yield "build", "exports, settings or templates have changed since the last build", f"report-gen build {slug}"
    if not of.approved and not of.reviewed:
        yield "review", _unseen(of), f"report-gen review {month}"
    if not of.approved:
        yield "approve", "waits for approval", f"report-gen approve {month} --by NAME"


def _unseen(of: Standing) -> str:
    if not of.last_review:
        return "nobody has looked at it"
    return f"{of.since_review} since {of.last_review.by} looked at it on {of.dossier.day(of.last_review.at)}"


def _after_approval(of: Standing, month: str) -> Iterator[Holding]:
    wanted, settings = of.dossier.settings, f"clients/{of.dossier.client.slug}/client.yml"
    if not wanted.publish and not wanted.recipients:
        holds = f"{settings} names no place and no recipients, so it is handed over as a file"
        yield "publish", holds, f"report-gen export {month}"
    if wanted.publish and not (wanted.access and wanted.access.is_said):
        yield "publish", f"nobody may open the site yet: set access in {settings}", ""
    if wanted.publish and not of.published:
        holds = "approved anew after it was published" if of.was_published else "not published yet"
        yield "publish", holds, f"report-gen publish {month}"
    holds = f"{_named(of.sent.lacking)} {'lacks' if len(of.sent.lacking) == 1 else 'lack'} it"
    yield "send", holds if of.sent.got else "not sent yet", f"report-gen send {month}"


def _named(recipients: Sequence[str]) -> str:
    first, *more = recipients or ("",)
    return f"{first} and {len(more)} more" if more else first
