"""The recipe: exports in, a client's site and PDF out.

    plan      is anything new? read the exports, compute a Report for every covered month        (readers … insights)
    draw      the pages and the PDF of each month that has no up-to-date build, in one or several processes (charts … pdf)
    install   a month into the site in one swap, as soon as both are there: a failed build leaves the previous ones
    finish    the month switcher and the archive, and what was built from what

An approved month shows its frozen report.json and PDF. Its pages are drawn only where they are lost; as long as they stand,
nothing but what the Method page says of the approval is renewed.

Libraries that take long to import are imported where they are used, so that a build with nothing to do is instant.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from report_gen import keys
from report_gen.errors import CoverageError, ExportError, RefusedError, ReportGenError
from report_gen.files import exclusive, write_atomically
from report_gen.fleet import Crew, error_of
from report_gen.jobs import Built, MonthJob, Options, State, Task
from report_gen.telling import Told, tell, uncovered, without_hashes
from report_gen.workspace import Client, Workspace

if TYPE_CHECKING:
    from report_gen.report import Report

Progress = Callable[[str, str, int, int], None]


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
class Plan:
    """What is to be done for one client. No jobs and an error: nothing can be; neither: nothing has to be. `renewed` are
    approved months that stand as they are, but for what is said of the approval."""

    client: Client
    state: State
    jobs: tuple[MonthJob, ...] = ()
    renewed: tuple[MonthJob, ...] = ()
    unchanged: tuple[str, ...] = ()
    error: ReportGenError | None = None
    notes: tuple[str, ...] = ()

    @property
    def all(self) -> tuple[MonthJob, ...]:
        return (*self.jobs, *self.renewed)


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
        from report_gen import config  # like all that is heavy, only when there is something to do

        config.load(client)  # a mistake in the settings is told at once
        self.get_ready()
        self.progress(client.slug, "reading exports", 0, 1)
        told = tell(client, options)
        if options.month and options.month not in told.months:
            raise CoverageError(uncovered(client, options.month))
        asked = (options.month,) if options.month else told.months
        refuse_what_is_wrong(told, asked)
        jobs = [replace(month_job(self.workspace, client, told, month, options), inputs=inputs) for month in asked]
        standing = {job.month for job in jobs if state.has(job)}
        renewed = tuple(job for job in jobs if job.month not in standing and job.stands_as_approved)
        unchanged = standing | {job.month for job in renewed}
        # Months that stand as they would be built now have been looked at, too.
        looked_at = {month: replace(state.months[month], inputs=inputs) for month in standing}
        return Plan(
            client,
            State(inputs, told.months, {**state.months, **looked_at}),
            tuple(job for job in jobs if job.month not in unchanged),
            renewed,
            unchanged=tuple(sorted(unchanged)),
            notes=(*told.notes, *unheard(self.workspace, client, told)),
        )


def unheard(workspace: Workspace, client: Client, told: Told) -> Iterator[str]:
    """Words that an analyst wrote and nobody will see."""
    from report_gen import approval, commentary

    for file, why, advice in commentary.unused(client.commentary, workspace.page_names):
        yield f"commentary/{file.name}: {why} {advice}"
    yield from approval.unheard_words(client, told.approved)


def refuse_what_is_wrong(told: Told, asked: Sequence[str]) -> None:
    """Raises ExportError with every fault of the data in the months that were asked for. An approved month stands."""
    wanted = [report for report in told.reports if report.month in asked and report.month not in told.approved]
    if wrong := [f"{report.month} is not built: {problem}" for report in wanted for problem in report.errors]:
        raise ExportError(*wrong)


def month_job(workspace: Workspace, client: Client, told: Told, month: str, options: Options) -> MonthJob:
    """The month's story, and the key of all that its pages are made from."""
    from report_gen import agency, commentary, config
    from report_gen.story import Look, Story
    from report_gen.wording import Wording

    settings, own, approved = config.load(client), agency.load(workspace), told.approved.get(month)
    language = settings.languages[0] if settings.languages[0] == "en" else "en"
    folder = approved.folder if approved else client.commentary
    words = commentary.read(commentary.path(folder, month, language, settings.languages[0]))
    look = Look(settings.brand.colour, own.name, own.contact)
    story = Story(_until(told, month), Wording(language), look, words, restatements=told.restated(month))
    if approved:
        story = replace(story, approval=approved.approval(settings.zone))
        key = keys.digest("approved", approved.manifest.to_json().decode(), str(story.restatements))
    else:
        reports = [without_hashes(report) for report in story.reports]
        key = keys.digest(reports, str(words), str(look), str(story.restatements), keys.of_look(workspace))
    return MonthJob(workspace, client, story, options.pdf or approved is not None, key, approved=approved)


def _until(told: Told, month: str) -> tuple[Report, ...]:
    """The month's Report after those of the thirteen months before it, as far as they say the same thing."""
    from report_gen.months import comparable
    from report_gen.story import HISTORY_MONTHS, months_back

    first = months_back(month, HISTORY_MONTHS - 1)
    *before, report = (r for r in told.reports if first <= r.month <= month)
    return (*(comparable(earlier, report) for earlier in before), report)


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

    site.install_month(job.client, job.month, job.project / "site", job.beside)


def renew(job: MonthJob) -> None:
    """What the Method page of an approved month says of the approval; nothing else of the month is touched."""
    from report_gen import pages, site
    from report_gen.charts._render import Drawer

    part, downloads = pages.approval(job.story, job.workspace.template_folders, Drawer())
    site.renew_approval(job.client, job.month, part, downloads)


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
    refused = {job.name: error for job in plan.renewed if (error := error_of(partial(renew, job)))}
    failed = [error for name, error in {**errors, **refused}.items() if name in {job.name for job in plan.all}]
    built = [job for job in plan.jobs if job.name not in errors]
    if built:
        from report_gen import site  # only now: a build with nothing to do is to be instant

        site.write_index(plan.client, built[0].story.wording)
    if not plan.error:
        done = [*built, *(job for job in plan.renewed if job.name not in refused)]
        months = {job.month: Built(job.key, job.inputs, job.pdf) for job in done}
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
