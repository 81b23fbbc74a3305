"""Looking at a month before anybody approves it: what there is to look at, and that somebody has.

What was looked at is told by its report.json and its PDFs, which hold all that the pages say: approving leaves them as they
are, and a build with other numbers, words or a new look does not.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from report_gen import approval, build, config, escape, proofreading
from report_gen.commentary import Shelf
from report_gen.config import ClientConfig
from report_gen.delivery import records
from report_gen.delivery.records import Review
from report_gen.errors import CoverageError, DeliveryError
from report_gen.jobs import MonthJob, Options, State
from report_gen.report import Report
from report_gen.telling import Told, tell, uncovered
from report_gen.workspace import Client, Workspace, editions

DIGITS = 16  # of a file's SHA-256 that a review remembers


@dataclass(frozen=True)
class Sight:
    """A month as it stands, to be looked at. `pages` are the first ones, by language; `doubts` what to read twice: lines of
    data quality and of the words; `last` the latest review, and `since` what has changed after it."""

    slug: str
    month: str
    pages: Mapping[str, Path]
    pdfs: tuple[Path, ...]
    findings: tuple[str, ...]
    doubts: tuple[str, ...]
    approved: str | None
    last: str | None
    since: str | None


def look(workspace: Workspace, slug: str, month: str) -> Sight:
    """What there is to look at. Raises an error that says why the month doesn't stand as it would be built now."""
    client = workspace.client(slug)
    settings, told = config.load(client), tell(client, Options())
    jobs = _standing(workspace, client, told, month)
    report, last = jobs[0].story.report, latest(client, month)
    shelf = told.shelf(workspace, client, settings.languages)
    manifest = approval.manifest(client, month)
    return Sight(
        slug,
        month,
        pages={job.edition.language: job.folder / "index.html" for job in jobs},
        pdfs=tuple(job.folder / job.pdf_name for job in jobs),
        findings=tuple(finding.text["en"] for finding in report.insights),
        doubts=(*_of_data(report), *_of_words(shelf, told, month)),
        approved=manifest.told if manifest else None,
        last=f"{last.by} on {last.at.astimezone(settings.zone):%Y-%m-%d}" if last else None,
        since=since(last.seen, seen(client, settings, month)) if last else None,
    )


@dataclass(frozen=True)
class Request:
    """Who has looked at which month, and what there is to say of it."""

    slug: str
    month: str
    by: str
    note: str = ""


def sign(workspace: Workspace, request: Request, at: dt.datetime) -> Review:
    """The review, on record. Raises an error where what stands is not what a build would make now."""
    client = workspace.client(request.slug)
    by, note = escape.clean(request.by), escape.clean(request.note)
    if not by:
        raise DeliveryError("--by is empty: say who has looked at the month, as in --by Mei.")
    _standing(workspace, client, tell(client, Options()), request.month)
    review = Review(at=at, month=request.month, by=by, seen=seen(client, config.load(client), request.month), note=note)
    records.add(client, review)
    return review


# -- what was looked at


def latest(client: Client, month: str) -> Review | None:
    return records.latest(one for one in records.read(client, Review) if one.month == month)


def seen(client: Client, settings: ClientConfig, month: str) -> str:
    """The fingerprint of the month: of an approved one as it was approved, of any other as it stands in the site."""
    manifest = approval.manifest(client, month)
    files = manifest.files if manifest else _in_site(client, settings, month)
    own = {name: kept for name, kept in files.items() if name == approval.REPORT or name.endswith(".pdf")}
    return " ".join(f"{name}={own[name][:DIGITS]}" for name in sorted(own))


def since(then: str, now: str) -> str | None:
    """What is no longer as it was looked at; None where all is."""
    if then == now:
        return None
    before, after = (dict(part.split("=", 1) for part in each.split() if "=" in part) for each in (then, now))
    if before.get(approval.REPORT) != after.get(approval.REPORT):
        return "its numbers or findings are others"
    if before.keys() != after.keys():
        return "it is there in other languages"
    return "its words or its look are others"


def _in_site(client: Client, settings: ClientConfig, month: str) -> dict[str, str]:
    first, *_ = every = editions(client, settings.languages)
    files = [first.site / month / approval.REPORT, *(one.site / month / one.pdf_name(month) for one in every)]
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files if file.is_file()}


# -- what there is to look at


def _standing(workspace: Workspace, client: Client, told: Told, month: str) -> tuple[MonthJob, ...]:
    """The month in each language, if all of it stands there as it would be built now."""
    if month not in told.months:
        raise CoverageError(uncovered(client, month))
    state = State.read(client)
    jobs = build.month_jobs(workspace, client, told, month, Options(engine=state.engine(month)))
    if not all((job.folder / "index.html").is_file() for job in jobs):
        raise DeliveryError(f"{client.slug} {month} is not built yet. {_build_it(client, month)}")
    if not all(state.has(job) for job in jobs):
        raise DeliveryError(
            f"{client.slug} {month} would be another one if it were built now, or was built without its PDF. "
            f"{_build_it(client, month)}"
        )
    return jobs


def _build_it(client: Client, month: str) -> str:
    return f"Build it first: report-gen build {client.slug} --month {month}"


def _of_data(report: Report) -> Iterator[str]:
    for line in report.quality:
        if line.severity != "info":
            yield " ".join(filter(None, (line.message, line.advice)))


def _of_words(shelf: Shelf, told: Told, month: str) -> Iterator[str]:
    """Drafts, which nobody is shown, words that no longer agree with the numbers, and words that are still missing."""
    yield from (doubt.told for doubt in proofreading.of_month(shelf, told.reports, month))
    yield from (doubt.told for doubt in proofreading.lacking(shelf, told.reports, month))
