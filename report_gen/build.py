"""The recipe: exports in, a client's site and PDF out.

    plan      is anything new? read the exports, compute a Report for every covered month        (readers … insights)
    draw      the pages and the PDF of each month that has no up-to-date build, in one or several processes (charts … pdf)
    install   a month into the site in one swap, as soon as both are there in every language: a failed build leaves the
              previous ones
    finish    what leads from one month and language to the others, and what was built from what

An approved month shows its frozen report.json and PDFs. Its pages are drawn only where they are lost; as long as they stand,
nothing but what the Method page says of the approval is renewed.

Libraries that take long to import are imported where they are used, so that a build with nothing to do is instant.
"""

from __future__ import annotations

import gc
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from report_gen import keys
from report_gen.errors import CoverageError, ExportError, RefusedError, ReportGenError
from report_gen.files import exclusive, write_atomically
from report_gen.fleet import Crew, error_of
from report_gen.jobs import MonthJob, Options, State, Task
from report_gen.telling import Told, tell, uncovered, without_hashes
from report_gen.workspace import Client, Edition, Engine, Workspace, editions

if TYPE_CHECKING:
    from report_gen.commentary import Shelf
    from report_gen.config import ClientConfig
    from report_gen.months import Each
    from report_gen.report import Report
    from report_gen.story import Look, Story

Progress = Callable[[str, str, int, int], None]


@dataclass(frozen=True)
class Outcome:
    """What became of one client. `pdfs` are those of the months built, in every language, the oldest month first."""

    slug: str
    site: Path
    months_built: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    pdfs: tuple[Path, ...] = ()
    error: ReportGenError | None = None
    notes: tuple[str, ...] = ()

    @property
    def latest_pdfs(self) -> tuple[Path, ...]:
        """Of the newest month built, the client's first language first."""
        return tuple(pdf for pdf in self.pdfs if pdf.parent.name == self.months_built[-1])


@dataclass(frozen=True)
class Plan:
    """What is to be done for one client. No jobs and an error: nothing can be; neither: nothing has to be. `renewed` are
    approved months that stand as they are, but for what is said of the approval; `gone` are folders of the site in
    languages that the client no longer asks for."""

    client: Client
    state: State
    jobs: tuple[MonthJob, ...] = ()
    renewed: tuple[MonthJob, ...] = ()
    unchanged: tuple[str, ...] = ()
    error: ReportGenError | None = None
    notes: tuple[str, ...] = ()
    gone: tuple[Path, ...] = ()

    @property
    def editions(self) -> tuple[Edition, ...]:
        return editions(self.client, self.state.languages)

    @property
    def all(self) -> tuple[MonthJob, ...]:
        return (*self.jobs, *self.renewed)


def build(workspace: Workspace, slugs: Sequence[str], options: Options, progress: Progress) -> tuple[Outcome, ...]:
    """Builds each client; one that fails never stops the others, its Outcome carries the error."""
    with ExitStack() as locks, Crew(options.processes(_expected_editions(workspace, slugs))) as crew:
        planner = Planner(workspace, options, progress, partial(crew.get_ready, import_libraries), crew.each)
        plans = [planner.try_plan(slug, locks) for slug in slugs]
        jobs = [job for plan in plans for job in plan.jobs]
        ledger = Ledger(progress, jobs)
        # A month's pages and its PDF are drawn side by side, and its languages; it is installed when all of it is there.
        crew.run(draw, [Task(job, medium) for job in jobs for medium in job.media], ledger.enter)
        return tuple(finish(plan, ledger.errors) for plan in plans)


def _expected_editions(workspace: Workspace, slugs: Sequence[str]) -> int:
    """Clients times their languages, as the last build knew them: the settings are read only when something has changed."""
    clients = (Client(slug, workspace.root / "clients" / slug, workspace.root) for slug in slugs)
    return sum(len(State.read(client).languages) for client in clients)


@dataclass(frozen=True)
class Planner:
    """Finds out what is to be done for a client. `get_ready` is called as soon as there is anything; `each` computes months."""

    workspace: Workspace
    options: Options
    progress: Progress
    get_ready: Callable[[], None]
    each: Each

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
        inputs = keys.digest(keys.of_client(self.workspace, client), options.partial, options.engine)
        if state.up_to_date(client, inputs, options):
            return Plan(client, state, unchanged=tuple(state.wanted(options)))
        from report_gen import config  # like all that is heavy, only when there is something to do

        config.load(client)  # a mistake in the settings is told at once
        self.get_ready()
        self.progress(client.slug, "reading exports", 0, 1)
        told = tell(client, options, each=self.each)
        if options.month and options.month not in told.months:
            raise CoverageError(uncovered(client, options.month))
        asked = (options.month,) if options.month else told.months
        refuse_what_is_wrong(told, asked)
        desk = Desk.of(self.workspace, client, told)
        jobs = [replace(job, inputs=inputs) for month in asked for job in desk.jobs(month, options)]
        standing = {job.place for job in jobs if state.has(job)}
        renewed = tuple(job for job in jobs if job.place not in standing and job.stands_as_approved)
        unchanged = standing | {job.place for job in renewed}
        to_draw = tuple(job for job in jobs if job.place not in unchanged)
        require_builders(to_draw)
        # Months that stand as they would be built now have been looked at, too.
        looked_at = {place: replace(state.months[place], inputs=inputs) for place in standing}
        return Plan(
            client,
            State(inputs, told.months, {**state.months, **looked_at}, desk.settings.languages),
            to_draw,
            renewed,
            unchanged=tuple(sorted(set(asked) - {job.month for job in to_draw})),
            notes=(*told.notes, *unheard(desk)),
            gone=tuple(no_longer_asked_for(client, desk.settings.languages)),
        )


def require_builders(jobs: Sequence[MonthJob]) -> None:
    """Raises SetupError before anything is drawn, rather than after it."""
    from report_gen import builders

    for engine in {job.engine for job in jobs}:
        builders.require(engine)


def unheard(desk: Desk) -> Iterator[str]:
    """Words that an analyst wrote and nobody will see, or that say what is no longer so."""
    from report_gen import approval, pages, proofreading

    told, shelf, wanted = desk.told, desk.words, desk.look.pages
    yield from (doubt.told for doubt in proofreading.of_files(shelf))
    yield from (doubt.told for month in told.months for doubt in proofreading.of_month(shelf, told.reports, month))
    for report in told.reports:
        there = pages.names(report, wanted, desk.workspace.template_folders)
        yield from (doubt.told for doubt in proofreading.left_out(shelf, report.month, there, wanted))
    yield from approval.unheard_words(desk.client, told.approved)


def no_longer_asked_for(client: Client, languages: Sequence[str]) -> Iterator[Path]:
    """The folders of the site that builds made in other languages than the client's: each has its own list of months."""
    for path in sorted(client.site.glob("*/versions.json")):
        if path.parent.name not in languages[1:]:
            yield path.parent


def refuse_what_is_wrong(told: Told, asked: Sequence[str]) -> None:
    """Raises ExportError with every fault of the data in the months that were asked for. An approved month stands."""
    wanted = [report for report in told.reports if report.month in asked and report.month not in told.approved]
    if wrong := [f"{report.month} is not built: {problem}" for report in wanted for problem in report.errors]:
        raise ExportError(*wrong)


def month_jobs(workspace: Workspace, client: Client, told: Told, month: str, options: Options) -> tuple[MonthJob, ...]:
    """The month in each of the client's languages."""
    return Desk.of(workspace, client, told).jobs(month, options)


@dataclass(frozen=True)
class Desk:
    """All that a client's months are told with, gathered once for all of them. `drawn_by` is the key of templates and code;
    `engine` makes pages where nothing else is asked for."""

    workspace: Workspace
    client: Client
    told: Told
    settings: ClientConfig
    look: Look
    words: Shelf
    drawn_by: str
    engine: Engine

    @classmethod
    def of(cls, workspace: Workspace, client: Client, told: Told) -> Desk:
        from report_gen import agency, config
        from report_gen.logos import Logo
        from report_gen.story import Look

        settings, own = config.load(client), agency.load(workspace)
        logo = Logo.read(client.folder / settings.brand.logo) if settings.brand.logo else None
        look = Look(settings.brand.colour, own.name, own.contact, logo, settings.pages)
        words = told.shelf(workspace, client, settings.languages)
        return cls(workspace, client, told, settings, look, words, keys.of_look(workspace), own.engine)

    def jobs(self, month: str, options: Options) -> tuple[MonthJob, ...]:
        """The month in each language, with the key of all that its pages are made from. Links to other languages are no
        part of it: they are renewed where a month stands."""
        return tuple(self._job(edition, month, options) for edition in editions(self.client, self.settings.languages))

    def _job(self, edition: Edition, month: str, options: Options) -> MonthJob:
        story, approved = self._story(edition, month), self.told.approved.get(month)
        engine = options.engine or self.engine
        if approved:
            made_from: tuple[object, ...] = ("approved", approved.manifest.to_json().decode(), str(story.restatements))
        else:
            numbers = [without_hashes(report) for report in story.reports]
            words = (story.commentary, story.actions, story.followed)
            made_from = (numbers, str(words), str(self.look), str(story.restatements), self.drawn_by,
                         keys.of_builder(engine))  # fmt: skip
        key = keys.digest(edition.language, edition.name(month), *made_from)
        pdf = options.pdf or (approved is not None and edition.language in approved.manifest.languages)
        return MonthJob(self.workspace, edition, story, pdf, key, approved=approved, engine=engine)

    def _story(self, edition: Edition, month: str) -> Story:
        from report_gen import actions
        from report_gen.story import Story
        from report_gen.wording import Wording

        reports, approved = _until(self.told, month), self.told.approved.get(month)
        wording = Wording(edition.language, reports[-1].names.get(edition.language, {}))
        story = Story(reports, wording, self.look, restatements=self.told.restated(month))
        if not approved:
            return actions.with_words(story, self.words)
        # An approved month's words are kept under the names that they had then.
        then = replace(self.words, languages=approved.manifest.languages)
        return replace(actions.with_words(story, then), approval=approved.approval(self.settings.zone))


def _until(told: Told, month: str) -> tuple[Report, ...]:
    """The month's Report after those of the thirteen months before it, as far as they say the same thing."""
    from report_gen.months import comparable
    from report_gen.story import HISTORY_MONTHS, months_back

    first = months_back(month, HISTORY_MONTHS - 1)
    *before, report = (r for r in told.reports if first <= r.month <= month)
    return (*(comparable(earlier, report) for earlier in before), report)


@contextmanager
def uncollected() -> Iterator[None]:
    """Importing and drawing make millions of objects that stay until it is done. Looking for cycles among them again and
    again takes a tenth of the time; afterwards once is enough."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


@uncollected()
def import_libraries() -> None:
    """What every process needs that draws; it takes longer than planning one client."""
    from report_gen import builders, pages, pdf, project, site  # noqa: F401
    from report_gen.parts import parts

    parts("charts"), parts("listings")
    # What they made stays as long as the process: every later collection would walk it anew, a fifth of a PDF's time.
    gc.collect()
    gc.freeze()


@uncollected()
def draw(task: Task) -> None:
    """One half of a month in one language, into the client's build folder: nothing of the site is touched."""
    from report_gen import agency, builders, doctor, pages, project
    from report_gen.charts._render import Drawer

    doctor.require_fonts()
    job, folders = task.job, task.job.workspace.template_folders
    drawer = Drawer(job.client.build / "cache" / "svg")
    rendered = pages.render(job.story, task.medium, folders, drawer, job.pdf_name if job.pdf else "")
    if task.medium == "screen":
        project.write(job.project, job.story, rendered, agency.load(job.workspace), folders, job.edition)
        builders.build(job.project, job.engine)
    else:
        from report_gen import pdf

        write_atomically(job.drawn_pdf, pdf.render(job.story, rendered, folders, drawer, job.workspace.root))


def install(job: MonthJob) -> None:
    """The drawn month into the site, in one swap."""
    from report_gen import site

    site.install_month(job.edition, job.month, job.project / "site", job.beside)


def renew(job: MonthJob) -> None:
    """What the Method page of an approved month says of the approval; nothing else of the month is touched."""
    from report_gen import pages, site
    from report_gen.charts._render import Drawer

    part, downloads = pages.approval(job.story, job.workspace.template_folders, Drawer())
    site.renew_approval(job.edition, job.month, part, downloads)


@dataclass
class Ledger:
    """What has been drawn so far. A month is installed, in one language right after the other, as soon as all of it is there,
    and never with a part missing."""

    progress: Progress
    jobs: Sequence[MonthJob]
    drawn: Counter[str] = field(default_factory=Counter)
    errors: dict[str, ReportGenError] = field(default_factory=dict)  # by month
    ended: int = 0

    def enter(self, task: Task, error: ReportGenError | None) -> None:
        name = task.job.name
        self.drawn[name] += 1
        self._note(name, error)
        month = [job for job in self.jobs if job.name == name]
        if self.drawn[name] < sum(len(job.media) for job in month):
            return
        for job in month:
            if name not in self.errors:
                self._note(name, error_of(partial(install, job)))
        self.ended += 1
        self.progress(task.job.client.slug, task.job.month, self.ended, len({job.name for job in self.jobs}))

    def _note(self, name: str, error: ReportGenError | None) -> None:
        """What is wrong in every language is one error."""
        if error:
            known = self.errors[name].problems if name in self.errors else ()
            self.errors[name] = error if not known else ReportGenError(*dict.fromkeys((*known, *error.problems)))


def finish(plan: Plan, errors: Mapping[str, ReportGenError]) -> Outcome:
    """What leads from one month and language to the others, and the state that the next build compares with."""
    refused = {job.name: error for job in plan.renewed if (error := error_of(partial(renew, job)))}
    failed = [error for name, error in {**errors, **refused}.items() if name in {job.name for job in plan.all}]
    built = [job for job in plan.jobs if job.name not in errors]
    gone = () if failed or plan.error else plan.gone
    if built or gone:
        link(plan, built, gone)
    if not plan.error:
        plan.state.with_built([*built, *(job for job in plan.renewed if job.name not in refused)]).write(plan.client)
    return Outcome(
        plan.client.slug,
        plan.client.site,
        months_built=tuple(dict.fromkeys(job.month for job in built)),
        unchanged=plan.unchanged,
        pdfs=tuple(job.folder / job.pdf_name for job in built if job.pdf),
        error=plan.error or (ReportGenError(*(p for e in failed for p in e.problems)) if failed else None),
        notes=(*plan.notes, *(_told_gone(plan.client, folder) for folder in gone)),
    )


def link(plan: Plan, built: Sequence[MonthJob], gone: Sequence[Path]) -> None:
    """The index over all months in each language, and from each month to its other languages. What is no longer asked for is
    removed, with the projects that it was built from."""
    from report_gen import site  # only now: a build with nothing to do is to be instant

    for folder in gone:
        shutil.rmtree(folder)
        shutil.rmtree(plan.client.build / folder.name, ignore_errors=True)
    for edition in plan.editions:
        site.write_index(edition)
        if gone or len(plan.editions) > 1:
            touched = site.installed(edition) if gone else dict.fromkeys(job.month for job in built)
            for month in touched:
                site.renew_switch(edition, month)


def _told_gone(client: Client, folder: Path) -> str:
    return (
        f"languages: “{folder.name}” is no longer among them, so site/{client.slug}/{folder.name} was removed. Approved "
        "months keep their PDFs in that language."
    )
