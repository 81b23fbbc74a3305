"""Which months may leave the agency: those that are approved, intact, drawn as they were approved, and not known to be wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from report_gen import agency, approval, build, config
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
    month = request.month or newest(client, told)
    if month not in told.months:
        raise CoverageError(uncovered(client, month))
    watch = _Watch(client, told, build.Desk.of(workspace, client, told), State.read(client), request.as_approved)
    if problems := list(watch.against(month)):
        raise DeliveryError(*(f"{client.slug} {month} can't leave: {problem}" for problem in problems))
    first = {one: next(watch.against(one), "") for one in told.months}
    approved = {one: told.approved[one] for one, problem in first.items() if not problem}
    held = {one: problem for one, problem in first.items() if problem}
    return Cleared(workspace, client, settings, agency.load(workspace), month, approved, held)


def refuse_withdrawal(cleared: Cleared) -> None:
    """Raises DeliveryError where a month that readers have would be missing from what leaves, though it is approved."""
    out = records.published_months(cleared.client)
    missing = [month for month in approval.months_of(cleared.client) if month in out and month in cleared.held]
    if missing:
        raise DeliveryError(
            *(
                f"{cleared.client.slug} {month} is out already and would be withdrawn: {cleared.held[month]}"
                for month in missing
            )
        )


def newest(client: Client, told: Told) -> str:
    """The last month that the exports cover whole."""
    whole = [report.month for report in told.reports if not report.coverage.partial]
    if not whole:
        raise CoverageError(f"The exports of {client.slug} cover no whole month yet, so there is nothing to hand over.")
    return whole[-1]


@dataclass(frozen=True)
class _Watch:
    """What a client's months are held against."""

    client: Client
    told: Told
    desk: build.Desk
    state: State
    as_approved: bool

    def against(self, month: str) -> Iterator[str]:
        """What keeps the month, a sentence each, with what to do about it."""
        if month not in self.told.approved:
            yield _not_approved(self.client, month)
            return
        jobs = self.desk.jobs(month, Options(engine=self.state.engine(month)))
        if all(self.state.has(job) for job in jobs):
            yield from _strays(jobs)
        else:
            yield (
                "what stands in the site is older than its data, its settings or its approval. Build it again: "
                f"report-gen build {self.client.slug}"
            )
        changed = sum(one.month == month for one in self.told.restatements)
        if changed and not self.as_approved and month not in records.delivered_months(self.client):
            yield _restated(self.client, month, changed)


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


def _restated(client: Client, month: str, changed: int) -> str:
    numbers = "one number" if changed == 1 else f"{changed:,} numbers"
    return (
        f"newer data would change {numbers} of what was approved, and nobody has seen it yet. Look at its Method page, then "
        f"approve what the data say now: report-gen approve {client.slug} --month {month} --by NAME --again; or hand over "
        "what was approved, with the change told on that page, by adding --as-approved."
    )


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
