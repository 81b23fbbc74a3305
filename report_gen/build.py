"""The recipe: exports in, a client's site and PDF out.

    plan      is anything new? read the exports, compute a Report for every covered month        (readers … insights)
    months    draw and write each month that has no up-to-date build, on one or several processes (charts … pdf)
    finish    the month switcher and the archive, and what was built with which key

Everything of a month is gathered before anything is swapped in: a failed build leaves the previous site and PDF.
Libraries that take long to import are imported where they are used, so that a build with nothing to do is instant.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from report_gen import keys
from report_gen.errors import CoverageError, ReportGenError
from report_gen.files import exclusive, write_atomically
from report_gen.workspace import Client, Workspace

if TYPE_CHECKING:
    from report_gen.report import Report
    from report_gen.story import Story

Progress = Callable[[str, str, int, int], None]


@dataclass(frozen=True)
class Options:
    """`month` None: every covered month without an up-to-date build. `partial`: also the month that the exports have only
    begun."""

    month: str | None = None
    pdf: bool = True
    partial: bool = False
    jobs: int = 1


@dataclass(frozen=True)
class Outcome:
    """What became of one client."""

    slug: str
    site: Path
    months_built: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    pdfs: tuple[Path, ...] = ()
    error: ReportGenError | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class MonthJob:
    """A month to be drawn and written: all that a worker process needs."""

    workspace: Workspace
    client: Client
    story: Story
    pdf: bool
    key: str

    @property
    def month(self) -> str:
        return self.story.report.month

    @property
    def name(self) -> str:
        return f"{self.client.slug}/{self.month}"

    @property
    def pdf_name(self) -> str:
        return f"{self.client.slug}-{self.month}.pdf"


@dataclass(frozen=True)
class Plan:
    """What is to be done for one client. No jobs and an error: nothing can be; neither: nothing has to be."""

    client: Client
    state: State
    jobs: tuple[MonthJob, ...] = ()
    unchanged: tuple[str, ...] = ()
    error: ReportGenError | None = None
    notes: tuple[str, ...] = ()


def build(workspace: Workspace, slugs: Sequence[str], options: Options, progress: Progress) -> tuple[Outcome, ...]:
    """Builds each client; one that fails never stops the others, its Outcome carries the error."""
    from report_gen.fleet import run

    with ExitStack() as locks:
        plans = [_planned(workspace, slug, options, progress, locks) for slug in slugs]
        jobs = [job for plan in plans for job in plan.jobs]
        failed = run(build_month, jobs, options.jobs, lambda job, n: progress(job.client.slug, job.month, n, len(jobs)))
        errors = {jobs[place].name: error for place, error in failed.items()}
        return tuple(finish(plan, errors) for plan in plans)


def plan(workspace: Workspace, client: Client, options: Options, progress: Progress) -> Plan:
    """Compares keys, and computes only where they differ."""
    state = State.read(client)
    inputs = keys.digest(keys.of_client(workspace, client), options.partial)
    if state.up_to_date(client, inputs, options):
        return Plan(client, state, unchanged=tuple(state.wanted(options)))
    progress(client.slug, "reading exports", 0, 1)
    told, notes = told_reports(client, options)
    covered = tuple(r.month for r in told)
    wanted = [options.month] if options.month else list(covered)
    if options.month and options.month not in covered:
        raise CoverageError(_uncovered(client, options.month))
    jobs = tuple(month_job(workspace, client, told, month, options) for month in wanted)
    todo = tuple(job for job in jobs if not state.has(client, job.month, job.key, options.pdf))
    unchanged = tuple(job.month for job in jobs if job not in todo)
    return Plan(client, state.planned(inputs, covered), todo, unchanged, notes=notes)


def told_reports(client: Client, options: Options) -> tuple[tuple[Report, ...], tuple[str, ...]]:
    """The client's Reports, oldest first, from the cache where nothing that they are computed from has changed."""
    from report_gen.report import Report

    cache = client.build / "cache" / "reports.json"
    key = keys.digest(keys.of_numbers(client), options.partial and (options.month or True))
    if cache.is_file() and (kept := json.loads(cache.read_bytes()))["key"] == key:
        return tuple(Report.model_validate(r) for r in kept["reports"]), tuple(kept["notes"])
    reports, notes = compute_reports(client, options)
    kept = {"key": key, "notes": notes, "reports": [json.loads(r.to_json()) for r in reports]}
    write_atomically(cache, json.dumps(kept, ensure_ascii=False).encode())
    return tuple(Report.model_validate(r) for r in kept["reports"]), notes


def compute_reports(client: Client, options: Options) -> tuple[tuple[Report, ...], tuple[str, ...]]:
    """client.yml and exports → Reports."""
    from report_gen import config, months, readers
    from report_gen.wording import languages

    settings = config.load(client)
    tables = readers.read_exports(client, settings)
    partial = (options.month or months.latest_begun(tables)) if options.partial else None
    languages_left_out = tuple(
        f"languages: there is no catalogue for “{code}” yet, so its pages are left out."
        for code in settings.languages
        if code not in languages()
    )
    told = months.reports(tables, settings, client.slug, partial)
    return told, (*languages_left_out, *months.gaps(tables, settings))


def month_job(workspace: Workspace, client: Client, told: Sequence[Report], month: str, options: Options) -> MonthJob:
    """The month's story, and the key of all that its pages are made from."""
    from report_gen import agency, commentary, config
    from report_gen.story import HISTORY_MONTHS, Look, Story, months_back
    from report_gen.wording import Wording

    settings, own = config.load(client), agency.load(workspace)
    first = months_back(month, HISTORY_MONTHS - 1)
    reports = tuple(r for r in told if first <= r.month <= month)
    language = settings.languages[0] if settings.languages[0] == "en" else "en"
    words = commentary.read(commentary.path(client.commentary, month, language, settings.languages[0]))
    look = Look(settings.brand.colour, own.name, own.contact)
    story = Story(reports, Wording(language), look, words)
    key = keys.digest([_without_hashes(r) for r in reports], str(words), str(look), keys.of_look(workspace))
    return MonthJob(workspace, client, story, options.pdf, key)


def build_month(job: MonthJob) -> None:
    """Pages, site and PDF of one month, all of it before any of it is swapped in."""
    from report_gen import agency, doctor, pages, pdf, site
    from report_gen.charts._render import Drawer

    doctor.require_fonts()
    templates = job.workspace.template_folders
    drawer = Drawer(job.client.build / "cache" / "svg")
    project = job.client.build / job.month
    on_screen = pages.render(job.story, "screen", templates, drawer, job.pdf)
    site.write_project(project, job.story, on_screen, agency.load(job.workspace), templates)
    built = site.build_project(project)
    extras = {"report.json": job.story.report.to_json().encode()}
    if job.pdf:
        on_paper = pages.render(job.story, "paper", templates, drawer)
        extras[job.pdf_name] = pdf.render(job.story, on_paper, templates, drawer, job.workspace.root)
    site.install_month(job.client, job.month, built, extras)


def finish(plan: Plan, errors: Mapping[str, ReportGenError]) -> Outcome:
    """The client's index over all its months, and the state that the next build compares with."""
    failed = [errors[job.name] for job in plan.jobs if job.name in errors]
    built = [job for job in plan.jobs if job.name not in errors]
    if built:
        from report_gen import site  # only now: a build with nothing to do is to be instant

        site.write_index(plan.client, built[0].story.wording)
    if not plan.error:
        plan.state.built({job.month: (job.key, job.pdf) for job in built}, complete=not failed).write(plan.client)
    return Outcome(
        plan.client.slug,
        plan.client.site,
        months_built=tuple(job.month for job in built),
        unchanged=plan.unchanged,
        pdfs=tuple(plan.client.site / job.month / job.pdf_name for job in built if job.pdf),
        error=plan.error or (ReportGenError(*(p for e in failed for p in e.problems)) if failed else None),
        notes=plan.notes,
    )


@dataclass(frozen=True)
class State:
    """What was built last, kept in build/<slug>/state.json. Losing it costs a build, nothing else."""

    inputs: str = ""
    covered: tuple[str, ...] = ()
    months: dict[str, tuple[str, bool]] = field(default_factory=dict)  # month → key, whether with PDF

    @classmethod
    def read(cls, client: Client) -> State:
        try:
            data = json.loads((client.build / "state.json").read_bytes())
            months = {month: (str(key), bool(pdf)) for month, (key, pdf) in data["months"].items()}
            return cls(data["inputs"], tuple(data["covered"]), months)
        except (OSError, ValueError, KeyError, TypeError):
            return cls()

    def write(self, client: Client) -> None:
        data = {"inputs": self.inputs, "covered": self.covered, "months": self.months}
        write_atomically(client.build / "state.json", json.dumps(data, indent=1).encode())

    def wanted(self, options: Options) -> tuple[str, ...]:
        return (options.month,) if options.month else self.covered

    def up_to_date(self, client: Client, inputs: str, options: Options) -> bool:
        """Nothing that goes into the client's site has changed, and all that is asked for stands there."""
        months = self.wanted(options)
        return self.inputs == inputs and bool(months) and all(self._stands(client, m, options.pdf) for m in months)

    def has(self, client: Client, month: str, key: str, pdf: bool) -> bool:
        return self._stands(client, month, pdf) and self.months[month][0] == key

    def planned(self, inputs: str, covered: tuple[str, ...]) -> State:
        return State(inputs, covered, self.months)

    def built(self, months: dict[str, tuple[str, bool]], complete: bool) -> State:
        """After a failure the inputs are forgotten, so that the next build looks again."""
        return State(self.inputs if complete else "", self.covered, {**self.months, **months})

    def _stands(self, client: Client, month: str, pdf: bool) -> bool:
        folder = client.site / month
        return (
            month in self.months
            and (folder / "index.html").is_file()
            and (not pdf or (self.months[month][1] and (folder / f"{client.slug}-{month}.pdf").is_file()))
        )


def _planned(workspace: Workspace, slug: str, options: Options, progress: Progress, locks: ExitStack) -> Plan:
    client = Client(slug, workspace.root / "clients" / slug, workspace.root)
    try:
        client = workspace.client(slug)
        locks.enter_context(
            exclusive(client.build / ".lock", lambda: progress(slug, "waiting for another build", 0, 1))
        )
        return plan(workspace, client, options, progress)
    except ReportGenError as error:
        return Plan(client, State(), error=error)


def _uncovered(client: Client, month: str) -> str:
    from report_gen import config, months, readers

    settings = config.load(client)
    return months.explain_uncovered(readers.read_exports(client, settings), settings, month)


def _without_hashes(report: Report) -> str:
    """The Report as its pages depend on it. A rank table that grew by next month's rows is another file, but the same
    month: its hash alone must not rebuild every month that it ever fed."""
    sources = tuple(s.model_copy(update={"sha256": "", "rows": 0}) for s in report.sources)
    return report.model_copy(update={"sources": sources}).to_json()
