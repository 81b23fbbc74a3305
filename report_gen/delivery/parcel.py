"""A month as its e-mails bring it: what there is to tell in each language, the PDFs, and where the pages are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from report_gen import agency, build, config
from report_gen.agency import Agency
from report_gen.approval import Approved
from report_gen.config import ClientConfig
from report_gen.delivery import gate, records
from report_gen.errors import CoverageError, DeliveryError
from report_gen.jobs import MonthJob, Options, State
from report_gen.story import Story
from report_gen.telling import tell, uncovered
from report_gen.workspace import Client, Workspace


@dataclass(frozen=True)
class Parcel:
    """`stories` are one a language, the client's first language first, as are `links`, the addresses of the month's pages,
    by language; `pdfs` by name. A draft has no `approved_at`."""

    workspace: Workspace
    client: Client
    settings: ClientConfig
    agency: Agency
    stories: tuple[Story, ...]
    pdfs: Mapping[str, bytes] = field(repr=False)
    links: Mapping[str, str] = field(default_factory=dict)
    approved_at: dt.datetime | None = None

    @property
    def month(self) -> str:
        return self.stories[0].report.month

    @property
    def is_draft(self) -> bool:
        return self.approved_at is None

    @property
    def languages(self) -> tuple[str, ...]:
        """As browsers and mail programs know them."""
        return tuple(story.wording.tag for story in self.stories)


def approved(workspace: Workspace, request: gate.Request, with_link: bool) -> Parcel:
    """An approved month. Raises ReportGenError with what keeps it."""
    cleared = gate.clear(workspace, request)
    jobs = _jobs(workspace, cleared.client, cleared.month)
    return Parcel(
        workspace,
        cleared.client,
        cleared.settings,
        cleared.agency,
        tuple(job.story for job in jobs),
        _read(cleared.pdfs),
        _links(cleared.client, cleared.settings, cleared.report, jobs) if with_link else {},
        cleared.report.manifest.approved_at,
    )


def draft(workspace: Workspace, request: gate.Request) -> Parcel:
    """A month that is built and not approved. Raises ReportGenError where it is not that."""
    client = workspace.client(request.slug)
    told = tell(client, Options())
    month = request.month or (told.months[-1] if told.months else "")
    if month not in told.months:
        raise CoverageError(uncovered(client, month))
    if month in told.approved:
        raise DeliveryError(f"{client.slug} {month} is approved, so that it is no draft: leave --draft out.")
    jobs = _jobs(workspace, client, month)
    if problem := _against_draft(client, jobs):
        raise DeliveryError(f"{client.slug} {month} {problem} Build it: report-gen build {client.slug} --month {month}")
    pdfs = _read(job.folder / job.pdf_name for job in jobs)
    stories = tuple(job.story for job in jobs)
    return Parcel(workspace, client, config.load(client), agency.load(workspace), stories, pdfs)


def _jobs(workspace: Workspace, client: Client, month: str) -> tuple[MonthJob, ...]:
    options = Options(engine=State.read(client).engine(month))
    return build.month_jobs(workspace, client, tell(client, Options()), month, options)


def _read(pdfs: Iterator[Path] | Sequence[Path]) -> dict[str, bytes]:
    return {pdf.name: pdf.read_bytes() for pdf in pdfs}


def _against_draft(client: Client, jobs: Sequence[MonthJob]) -> str:
    state = State.read(client)
    if not all((job.folder / job.pdf_name).is_file() for job in jobs):
        return "is not built with its PDF yet."
    return "" if all(state.has(job) for job in jobs) else "would be another one if it were built now."


# -- where the pages are


def _links(client: Client, settings: ClientConfig, month: Approved, jobs: Sequence[MonthJob]) -> dict[str, str]:
    """The month's first page in each language; where nobody would find it there, DeliveryError."""
    if problem := _against_link(client, settings, month):
        raise DeliveryError(f"{client.slug}: {problem} To send the report without a link, add --no-link")
    assert settings.publish is not None
    assert settings.publish.url is not None
    root = settings.publish.url.rstrip("/")
    return {job.edition.language: f"{root}/{job.place}/index.html" for job in jobs}


def _against_link(client: Client, settings: ClientConfig, month: Approved) -> str:
    if settings.publish is None or settings.publish.url is None:
        return (
            "no page can be linked to, since its client.yml doesn't say at which address readers find it. Add url to "
            'publish, as url: "https://reports.agency.example/client-x/".'
        )
    name, manifest = month.manifest.month, month.manifest
    went = [one for one in records.read(client, records.Publication) if not one.draft]
    last = records.latest(went)
    if last is None or name not in last.months or last.to.rstrip("/") != settings.publish.to.rstrip("/"):
        return f"{name} is not published yet, so the link would lead nowhere. First: report-gen publish {client.slug}"
    if not any(one.at >= manifest.approved_at and name in one.months for one in went):
        return f"{name} was approved anew since it was published. First: report-gen publish {client.slug}"
    return ""
