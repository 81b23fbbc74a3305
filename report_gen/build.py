"""The recipe: exports in, a client's site and PDF out.

    plan      is anything new? read the exports, compute a Report for every covered month        (readers … insights)
    draw      the pages and the PDF of each month that has no up-to-date build, in one or several processes (charts … pdf)
    install   a month into the site in one swap, as soon as both are there: a failed build leaves the previous ones
    finish    the month switcher and the archive, and what was built from what

Libraries that take long to import are imported where they are used, so that a build with nothing to do is instant.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from report_gen import keys
from report_gen.errors import CoverageError, RefusedError, ReportGenError
from report_gen.files import exclusive, write_atomically
from report_gen.fleet import Crew, error_of
from report_gen.workspace import Client, Workspace

if TYPE_CHECKING:
    from report_gen.report import Report
    from report_gen.story import Story

Progress = Callable[[str, str, int, int], None]
Medium = Literal["screen", "paper"]


@dataclass(frozen=True)
class Options:
    """`month` None: every covered month without an up-to-date build. `partial`: also the month that the exports have only
    begun."""

    month: str | None = None
    pdf: bool = True
    partial: bool = False
    jobs: int = 1

    def processes(self, clients: int) -> int:
        """As many as were asked for, but no more than there can be halves of months."""
        return min(self.jobs, clients * (2 if self.pdf else 1)) if self.month else self.jobs


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
    inputs: str = ""

    @property
    def month(self) -> str:
        return self.story.report.month

    @property
    def name(self) -> str:
        return f"{self.client.slug}/{self.month}"

    @property
    def pdf_name(self) -> str:
        return f"{self.client.slug}-{self.month}.pdf"

    @property
    def media(self) -> tuple[Medium, ...]:
        return ("screen", "paper") if self.pdf else ("screen",)

    @property
    def project(self) -> Path:
        """The month's MkDocs project."""
        return self.client.build / self.month

    @property
    def drawn_pdf(self) -> Path:
        """Where the PDF waits for the pages."""
        return self.client.build / "cache" / self.pdf_name


@dataclass(frozen=True)
class Task:
    """Half a month: its pages or its PDF."""

    job: MonthJob
    medium: Medium


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
    with ExitStack() as locks, Crew(options.processes(len(slugs))) as crew:
        planner = Planner(workspace, options, progress, partial(crew.get_ready, import_libraries))
        plans = [planner.try_plan(slug, locks) for slug in slugs]
        jobs = [job for plan in plans for job in plan.jobs]
        ledger = Ledger(progress, len(jobs))
        # A month's pages and its PDF are drawn side by side; it is installed when it has both.
        crew.run(draw, [Task(job, medium) for job in jobs for medium in job.media], ledger.enter)
        return tuple(finish(plan, ledger.errors) for plan in plans)


@dataclass(frozen=True)
class Planner:
    """Finds out what is to be done for a client. `get_ready` is called as soon as there is anything."""

    workspace: Workspace
    options: Options
    progress: Progress
    get_ready: Callable[[], None]

    def try_plan(self, slug: str, locks: ExitStack) -> Plan:
        """The plan, or what stands in its way; the client is locked until the build is over."""
        client = Client(slug, self.workspace.root / "clients" / slug, self.workspace.root)
        waiting = partial(self.progress, slug, "waiting for another build", 0, 1)
        try:
            client = self.workspace.client(slug)
            locks.enter_context(exclusive(client.build / ".lock", waiting))
            return self.plan(client)
        except ReportGenError as error:
            return Plan(client, State(), error=error)
        except OSError as error:
            if refused := RefusedError.of(error):
                return Plan(client, State(), error=refused)
            raise

    def plan(self, client: Client) -> Plan:
        """Compares keys, and computes only where they differ."""
        options, state = self.options, State.read(client)
        inputs = keys.digest(keys.of_client(self.workspace, client), options.partial)
        if state.up_to_date(client, inputs, options):
            return Plan(client, state, unchanged=tuple(state.wanted(options)))
        from report_gen import commentary, config  # like all that is heavy, only when there is something to do

        config.load(client)  # a mistake in the settings is told at once
        self.get_ready()
        self.progress(client.slug, "reading exports", 0, 1)
        told, notes = told_reports(client, options)
        covered = tuple(report.month for report in told)
        if options.month and options.month not in covered:
            raise CoverageError(_uncovered(client, options.month))
        asked = (options.month,) if options.month else covered
        jobs = [replace(month_job(self.workspace, client, told, month, options), inputs=inputs) for month in asked]
        todo = [job for job in jobs if not state.has(job)]
        unchanged = [job for job in jobs if state.has(job)]
        # Months that stand as they would be built now have been looked at, too.
        looked_at = {job.month: replace(state.months[job.month], inputs=inputs) for job in unchanged}
        state = State(inputs, covered, {**state.months, **looked_at})
        unseen = commentary.unused(client.commentary, self.workspace.page_names)
        notes = (*notes, *(f"commentary/{file.name}: {why}" for file, why in unseen))
        return Plan(client, state, tuple(todo), tuple(job.month for job in unchanged), notes=notes)


def told_reports(client: Client, options: Options) -> tuple[tuple[Report, ...], tuple[str, ...]]:
    """The client's Reports, oldest first, from the cache where nothing that they are computed from has changed."""
    from report_gen.report import Report

    cache = client.build / "cache" / "reports.json"
    key = keys.digest(keys.of_numbers(client), options.partial and (options.month or True))
    kept = json.loads(cache.read_bytes()) if cache.is_file() else {}
    if kept.get("key") != key:
        reports, notes = compute_reports(client, options)
        kept = {"key": key, "notes": notes, "reports": [report.to_json() for report in reports]}
        write_atomically(cache, json.dumps(kept, ensure_ascii=False).encode())
    # Read back even when just computed: pages are made from exactly what report.json will hold.
    return tuple(Report.from_json(text) for text in kept["reports"]), tuple(kept["notes"])


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


def import_libraries() -> None:
    """What every process needs that draws; it takes longer than planning one client."""
    from report_gen import pages, pdf, site  # noqa: F401
    from report_gen.parts import parts

    parts("charts"), parts("listings")


def draw(task: Task) -> None:
    """One half of a month, into the client's build folder: nothing of the site is touched."""
    from report_gen import agency, doctor, pages, site
    from report_gen.charts._render import Drawer

    doctor.require_fonts()
    job, folders = task.job, task.job.workspace.template_folders
    drawer = Drawer(job.client.build / "cache" / "svg")
    rendered = pages.render(job.story, task.medium, folders, drawer, job.pdf)
    if task.medium == "screen":
        site.write_project(job.project, job.story, rendered, agency.load(job.workspace), folders)
        site.build_project(job.project)
    else:
        from report_gen import pdf

        write_atomically(job.drawn_pdf, pdf.render(job.story, rendered, folders, drawer, job.workspace.root))


def install(job: MonthJob) -> None:
    """The drawn month into the site, in one swap."""
    from report_gen import site

    extras = {"report.json": job.story.report.to_json().encode()}
    if job.pdf:
        extras[job.pdf_name] = job.drawn_pdf.read_bytes()
    site.install_month(job.client, job.month, job.project / "site", extras)


@dataclass
class Ledger:
    """What has been drawn so far. A month is installed as soon as all of it is there, and never with a part missing."""

    progress: Progress
    total: int
    drawn: dict[str, set[str]] = field(default_factory=dict)
    errors: dict[str, ReportGenError] = field(default_factory=dict)
    ended: int = 0

    def enter(self, task: Task, error: ReportGenError | None) -> None:
        job, drawn = task.job, self.drawn.setdefault(task.job.name, set())
        drawn.add(task.medium)
        if error:
            self.errors[job.name] = error
        if drawn == set(job.media):
            if job.name not in self.errors and (refused := error_of(partial(install, job))):
                self.errors[job.name] = refused
            self.ended += 1
            self.progress(job.client.slug, job.month, self.ended, self.total)


def finish(plan: Plan, errors: Mapping[str, ReportGenError]) -> Outcome:
    """The client's index over all its months, and the state that the next build compares with."""
    failed = [errors[job.name] for job in plan.jobs if job.name in errors]
    built = [job for job in plan.jobs if job.name not in errors]
    if built:
        from report_gen import site  # only now: a build with nothing to do is to be instant

        site.write_index(plan.client, built[0].story.wording)
    if not plan.error:
        months = {job.month: Built(job.key, job.inputs, job.pdf) for job in built}
        replace(plan.state, months={**plan.state.months, **months}).write(plan.client)
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
class Built:
    """A month as it stands in the site: `key` of what its pages are made from, `inputs` of the build that last looked."""

    key: str
    inputs: str
    pdf: bool


@dataclass(frozen=True)
class State:
    """What was built last, kept in build/<slug>/state.json. Losing it costs a build, nothing else."""

    inputs: str = ""
    covered: tuple[str, ...] = ()  # by the exports as they were then
    months: dict[str, Built] = field(default_factory=dict)

    @classmethod
    def read(cls, client: Client) -> State:
        try:
            data = json.loads((client.build / "state.json").read_bytes())
            return cls(
                data["inputs"], tuple(data["covered"]), {m: Built(**built) for m, built in data["months"].items()}
            )
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return cls()

    def write(self, client: Client) -> None:
        write_atomically(client.build / "state.json", json.dumps(asdict(self), indent=1).encode())

    def wanted(self, options: Options) -> tuple[str, ...]:
        return (options.month,) if options.month else self.covered

    def up_to_date(self, client: Client, inputs: str, options: Options) -> bool:
        """Nothing that goes into the client's site has changed, and all that is asked for stands there."""
        months = self.wanted(options)
        return (
            self.inputs == inputs
            and bool(months)
            and all(self._looked_at(client, m, inputs, options.pdf) for m in months)
        )

    def has(self, job: MonthJob) -> bool:
        return self._stands(job.client, job.month, job.pdf) and self.months[job.month].key == job.key

    def _looked_at(self, client: Client, month: str, inputs: str, pdf: bool) -> bool:
        return self._stands(client, month, pdf) and self.months[month].inputs == inputs

    def _stands(self, client: Client, month: str, pdf: bool) -> bool:
        folder, built = client.site / month, self.months.get(month)
        return (
            built is not None
            and (folder / "index.html").is_file()
            and (not pdf or (built.pdf and (folder / f"{client.slug}-{month}.pdf").is_file()))
        )


def _uncovered(client: Client, month: str) -> str:
    from report_gen import config, months, readers

    settings = config.load(client)
    return months.explain_uncovered(readers.read_exports(client, settings), settings, month)


def _without_hashes(report: Report) -> str:
    """The Report as its pages depend on it. A rank table that grew by next month's rows is another file, but the same
    month: its hash alone must not rebuild every month that it ever fed."""
    return report.model_dump_json(by_alias=True, exclude={"sources": {"__all__": {"sha256", "rows"}}})
