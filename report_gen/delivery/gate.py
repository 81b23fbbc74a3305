"""Which months may leave the agency: those that are approved, intact, drawn as they were approved, and not known to be wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from report_gen import agency, build, config
from report_gen.agency import Agency
from report_gen.approval import Approved
from report_gen.config import ClientConfig
from report_gen.delivery import records
from report_gen.errors import CoverageError, DeliveryError
from report_gen.jobs import MonthJob, Options, State
from report_gen.site import RESTATED
from report_gen.telling import Told, tell, uncovered
from report_gen.workspace import Client, Edition, Workspace, editions


@dataclass(frozen=True)
class Request:
    """Which month of which client; None is the newest that the exports cover whole. `as_approved`: also where newer data
    would change its numbers."""

    slug: str
    month: str | None = None
    as_approved: bool = False


@dataclass(frozen=True)
class Cleared:
    """A client's approved months that may leave, by month, the oldest first; among them `month`, which was asked for. `held`
    says of every other month that stands in the site why it stays."""

    workspace: Workspace
    client: Client
    settings: ClientConfig
    agency: Agency
    month: str
    approved: Mapping[str, Approved]
    held: Mapping[str, str]

    @property
    def editions(self) -> tuple[Edition, ...]:
        return editions(self.client, self.settings.languages)

    @property
    def report(self) -> Approved:
        """The month that was asked for."""
        return self.approved[self.month]

    @property
    def pdfs(self) -> tuple[Path, ...]:
        """Those of the month as they were approved, the client's first language first."""
        manifest = self.report.manifest
        then = editions(self.client, manifest.languages)
        return tuple(self.report.folder / edition.pdf_name(self.month) for edition in then)


def clear(workspace: Workspace, request: Request) -> Cleared:
    """The months that may leave. Raises DeliveryError with all that keeps the month that was asked for, and what to do."""
    client = workspace.client(request.slug)
    settings, told = config.load(client), tell(client, Options())
    month = request.month or _newest(client, told)
    if month not in told.months:
        raise CoverageError(uncovered(client, month))
    if problems := list(_against(workspace, client, told, month, request.as_approved)):
        raise DeliveryError(*(f"{client.slug} {month} can't leave: {problem}" for problem in problems))
    others = {one: next(_against(workspace, client, told, one, request.as_approved), "") for one in told.months}
    approved = {one: told.approved[one] for one, problem in others.items() if not problem}
    held = {one: problem for one, problem in others.items() if problem}
    return Cleared(workspace, client, settings, agency.load(workspace), month, approved, held)


def _newest(client: Client, told: Told) -> str:
    whole = [report.month for report in told.reports if not report.coverage.partial]
    if not whole:
        raise CoverageError(f"The exports of {client.slug} cover no whole month yet, so there is nothing to hand over.")
    return whole[-1]


def _against(workspace: Workspace, client: Client, told: Told, month: str, as_approved: bool) -> Iterator[str]:
    """What keeps the month, a sentence each, with what to do about it."""
    if month not in told.approved:
        yield _not_approved(client, month)
        return
    jobs = build.month_jobs(workspace, client, told, month, Options(engine=State.read(client).engine(month)))
    if not all(State.read(client).has(job) for job in jobs):
        yield (
            "what stands in the site is older than its data, its settings or its approval. Build it again: "
            f"report-gen build {client.slug}"
        )
    else:
        yield from _strays(jobs)
    changed = sum(one.month == month for one in told.restatements)
    if changed and not as_approved and month not in records.delivered_months(client):
        yield (
            f"newer data would change {_numbers(changed)} of what was approved, and nobody has seen it yet. Look at its "
            f"Method page, then approve what the data say now: report-gen approve {client.slug} --month {month} --by NAME "
            "--again; or hand over what was approved, with the change told on that page, by adding --as-approved."
        )


def _not_approved(client: Client, month: str) -> str:
    stands = (client.site / month / "index.html").is_file()
    first = (
        f"Look at it: report-gen preview {client.slug} --month {month}"
        if stands
        else f"Build it and look at it: report-gen build {client.slug} --month {month}"
    )
    return (
        f"it is not {'approved' if stands else 'built or approved'}. {first}, then: report-gen approve {client.slug} "
        f"--month {month} --by NAME"
    )


def _numbers(count: int) -> str:
    return "one number" if count == 1 else f"{count:,} numbers"


def _strays(jobs: Sequence[MonthJob]) -> Iterator[str]:
    """Files that lie among a month's pages and that no build put there."""
    for job in jobs:
        made = {path.relative_to(job.project / "site").as_posix() for path in _files(job.project / "site")}
        known = {*made, *job.frozen, "report.json", job.pdf_name, *RESTATED}
        for path in _files(job.folder):
            name = path.relative_to(job.folder).as_posix()
            if made and name not in known:
                yield (
                    f"site/{job.client.slug}/{job.place}/{name} is not what a build wrote, and would go with it. Move it "
                    "somewhere else."
                )


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())
