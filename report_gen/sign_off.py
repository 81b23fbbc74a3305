"""Approving a month: what was looked at in the site becomes what the client was told, and stays.

    approve            freezes the report.json and the PDFs that stand in the site, if these are what a build would make now
    approve --again    computes and draws the month from today's exports, freezes that, and keeps the earlier approval

Freezing is the moment that counts. What dies before it leaves the earlier approval whole; after it the next build brings the
site up to it. A month is approved in all languages of its client at once.
"""

from __future__ import annotations

import datetime as dt
import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from report_gen import approval, build, commentary, config, escape
from report_gen.approval import Manifest
from report_gen.build import Plan, Planner, Progress
from report_gen.errors import ApprovalError, CoverageError
from report_gen.files import exclusive
from report_gen.jobs import MonthJob, Options, State, Task
from report_gen.report import Report, Restatement
from report_gen.telling import tell, uncovered, without_hashes
from report_gen.workspace import Client, Workspace


@dataclass(frozen=True)
class Request:
    """Whose name goes under which month; `again` replaces what was approved before."""

    slug: str
    month: str
    by: str
    again: bool = False

    @property
    def build_it(self) -> str:
        return f"Build it and look at it first: report-gen build {self.slug} --month {self.month}"


@dataclass(frozen=True)
class SignedOff:
    """The approval, the folder that it is kept in, which numbers it changed of the one that it replaces, and what its reader
    will not see."""

    manifest: Manifest
    folder: Path
    changes: tuple[Restatement, ...] = ()
    notes: tuple[str, ...] = ()


def approve(workspace: Workspace, request: Request, at: dt.datetime, progress: Progress) -> SignedOff:
    """The month frozen, and named as approved in the site. Raises an ApprovalError that says why it can't be."""
    client = workspace.client(request.slug)
    with exclusive(client.build / ".lock", partial(progress, client.slug, "waiting for another build", 0, 1)):
        _refuse_request(request, approval.manifest(client, request.month))
        changes = _changes(client, request) if request.again else ()
        jobs = _jobs(workspace, client, request)
        refuse_numbers(jobs[0].story.report)
        shown = _drawn_anew(jobs, progress) if request.again else _standing(jobs, request)
        files = {**shown, **approval.kept(client, request.month)}
        there = at.astimezone(config.load(client).zone)
        manifest = approval.signed(client, request.month, escape.clean(request.by), there, files)
        approval.freeze(client, manifest, files)
        if request.again:
            for job in jobs:
                build.install(job)
            build.finish(Plan(client, replace(State.read(client), languages=manifest.languages), jobs), {})
        _tell_readers(workspace, client, request, progress)
    return SignedOff(manifest, client.approved / request.month, changes, tuple(_drafts(client, request)))


# -- what is approved


def _standing(jobs: Sequence[MonthJob], request: Request) -> dict[str, bytes]:
    """The files of the site, to be frozen as they are, if they are what a build would make now."""
    for job in jobs:
        _refuse_site(job, request)
    report = {"report.json": (jobs[0].folder / "report.json").read_bytes()}
    return report | {job.pdf_name: (job.folder / job.pdf_name).read_bytes() for job in jobs}


def _refuse_site(job: MonthJob, request: Request) -> None:
    """Unless what stands there is what a build would make now."""
    state, place = State.read(job.client), f"site/{job.client.slug}/{job.place}"
    named = job.month if job.edition.is_first else f"{job.month} in “{job.edition.language}”"
    if job.place not in state.months:
        raise ApprovalError(f"{named} is not built yet. {request.build_it}")
    if not (job.folder / job.pdf_name).is_file():
        raise ApprovalError(f"{named} was built without its PDF. {request.build_it}")
    if not state.has(job):
        raise ApprovalError(f"{named} would be another one if it were built now. {request.build_it}")
    if not _is_as_built((job.folder / "report.json").read_bytes(), job.story.report):
        raise ApprovalError(
            f"{place}/report.json is not what a build wrote. Remove {place}, and build the month again: "
            f"report-gen build {job.client.slug} --month {job.month}"
        )


def _is_as_built(written: bytes, report: Report) -> bool:
    try:
        return without_hashes(Report.from_json(written)) == without_hashes(report)
    except ValueError:
        return False


def _drawn_anew(jobs: Sequence[MonthJob], progress: Progress) -> dict[str, bytes]:
    """The month from today's exports, settings and words, drawn beside the site."""
    tasks = [Task(job, medium) for job in jobs for medium in job.media]
    for done, task in enumerate(tasks):
        progress(task.job.client.slug, f"drawing {task.job.month}", done, len(tasks))
        build.draw(task)
    return {name: content for job in jobs for name, content in job.beside.items()}


def _jobs(workspace: Workspace, client: Client, request: Request) -> tuple[MonthJob, ...]:
    """The month as it would be if it weren't approved."""
    told = tell(client, Options(), anew=request.month)
    if request.month not in told.months:
        raise CoverageError(uncovered(client, request.month))
    options = Options(engine=State.read(client).engine(request.month))
    return build.month_jobs(workspace, client, told, request.month, options)


def _changes(client: Client, request: Request) -> tuple[Restatement, ...]:
    """What is told anew; unknown where the earlier approval is damaged, which approving again mends."""
    try:
        told = tell(client, Options())
    except ApprovalError:
        return ()
    return tuple(one for one in told.restatements if one.month == request.month)


def _drafts(client: Client, request: Request) -> Iterator[str]:
    """Words that were frozen as drafts, and so are never shown."""
    shelf = commentary.shelf(Workspace(client.workspace), client, config.load(client).languages, {})
    for language in shelf.languages:
        file = shelf.file(request.month, language)
        if shelf.written(request.month, language).draft:
            yield (
                f"{file.parent.name}/{file.name} is a draft, so the month was frozen without its words. To show them, take "
                f"its line draft: true out, then: report-gen approve {request.slug} --month {request.month} "
                f"--by {shlex.quote(request.by)} --again"
            )


# -- what can't be approved


def _refuse_request(request: Request, standing: Manifest | None) -> None:
    if not escape.clean(request.by):
        raise ApprovalError("--by is empty: say whose name the approval goes under, as in --by Mei.")
    if standing and not request.again:
        raise ApprovalError(
            f"{request.month} was {standing.told} already. To replace that by what today's exports say, add --again; the "
            "earlier approval is kept."
        )
    if request.again and not standing:
        raise ApprovalError(f"{request.month} was never approved, so leave --again out. {request.build_it}")


def refuse_numbers(report: Report) -> None:
    if report.coverage.partial:
        raise ApprovalError(
            f"{report.month} is reported in part only. It can be approved when the exports cover it whole."
        )
    if report.errors:
        raise ApprovalError(f"{report.month} can't be approved: its data have errors.", *report.errors)


# -- the site


def _tell_readers(workspace: Workspace, client: Client, request: Request, progress: Progress) -> None:
    """The Method page says who approved the month, and the next build knows that it has been looked at."""
    planner = Planner(workspace, Options(month=request.month), progress, lambda: None, map)
    if error := build.finish(planner.plan(client), {}).error:
        raise error
