"""`report-gen preview`: a month on this machine while somebody writes.

    build      the month's pages in every language, without PDFs, into build/<slug>/preview/: never into the client's site
    serve      from memory, on 127.0.0.1 (`serving`)
    watch      the client's folder, the agency's settings and templates: a saved file builds what it changes, and no more
    tell       what is wrong, in the terminal and in the browser; the last good pages stay until it is put right

Drafts are shown, since they are what is being written.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from watchfiles import DefaultFilter, watch

from report_gen import actions, agency, build, builders, doctor, keys, pages, project, proofreading, site
from report_gen.charts._render import Drawer
from report_gen.commentary import Shelf
from report_gen.errors import CoverageError, RefusedError, ReportGenError, WorkspaceError
from report_gen.figures import Canvas, Figure
from report_gen.files import exclusive
from report_gen.jobs import MonthJob, Options
from report_gen.serving import Shown, Stage, serving
from report_gen.story import Look
from report_gen.telling import Told, tell, uncovered
from report_gen.workspace import Client, Engine, Workspace

Say = Callable[[str], object]
_SETTLED = 50  # milliseconds without a further change, after which a save is taken to be over
_AT_MOST = 400
_PATIENCE = 20  # times that long a file may be empty before it is taken to be meant so


@dataclass(frozen=True)
class Request:
    """`month` None is the latest; `port` None the first that is free; `engine` None the agency's."""

    slug: str
    month: str | None = None
    port: int | None = None
    engine: Engine | None = None


def run(workspace: Workspace, request: Request, say: Say) -> None:
    """Shows the month until Ctrl-C."""
    client = workspace.client(request.slug)
    with _alone(client), serving(stage := Stage(), request.port) as address, _until_stopped(say):
        say(f"{client.slug}: {address} (Ctrl-C ends the preview)")
        theatre = Theatre(workspace, client, request.month, request.engine)
        for changed in saves(workspace, client):
            start = time.monotonic()
            stage.show(theatre.show(changed))
            _tell(theatre, changed, time.monotonic() - start, say)


def saves(workspace: Workspace, client: Client) -> Iterator[frozenset[Path]]:
    """What was saved, from save to save; at first nothing, for the pages to start with."""
    yield frozenset()
    watched = [client.folder, workspace.settings, *workspace.template_folders]
    seen = DefaultFilter()
    for changes in watch(
        *watched,
        watch_filter=lambda change, path: seen(change, path) and not Path(path).name.startswith("."),
        debounce=_AT_MOST,
        step=_SETTLED,
    ):
        changed = frozenset(Path(path) for _, path in changes)
        until_written(changed)
        yield changed


def until_written(changed: Iterable[Path], wait: Callable[[float], object] = time.sleep) -> None:
    """Many editors empty a file before they write it. Pages made in between would be without its words."""
    for _ in range(_PATIENCE):
        if not any(path.is_file() and not path.stat().st_size for path in changed):
            return
        wait(_SETTLED / 1000)


@contextmanager
def _alone(client: Client) -> Iterator[None]:
    """Two previews of a client would build into the same folder."""

    def refuse() -> None:
        raise WorkspaceError(f"A preview of {client.slug} is running already: look for it in another terminal.")

    with exclusive(client.build / ".preview.lock", refuse):
        yield


@contextmanager
def _until_stopped(say: Say) -> Iterator[None]:
    try:
        yield
    except KeyboardInterrupt:
        say("\nThe preview has ended.")


def _tell(theatre: Theatre, changed: Iterable[Path], seconds: float, say: Say) -> None:
    shown = theatre.shown
    what = ", ".join(sorted(path.name for path in changed)) or theatre.month
    if not shown.problems:
        say(f"{time.strftime('%H:%M:%S')} {what}: shown after {seconds:.1f} s")
    for line in shown.problems or shown.notes:
        say(f"  {line}")


# -- what is built


class _Aside(Client):
    """The client with another place for what is built and shown."""

    @property
    def build(self) -> Path:
        return super().build / "preview"

    @property
    def site(self) -> Path:
        return self.build / "site"


@dataclass
class Theatre:
    """Builds what a save changes. Between saves it remembers the Reports, the month's jobs by language and every drawing."""

    workspace: Workspace
    client: Client
    asked: str | None = None
    engine: Engine | None = None
    shown: Shown = field(default_factory=Shown)
    _told: Told | None = None
    _jobs: tuple[MonthJob, ...] = ()
    _built: dict[str, str] = field(default_factory=dict)  # the key of what stands, by language
    _drawer: Remembering | None = None

    @property
    def month(self) -> str:
        return self._jobs[0].month if self._jobs else self.asked or ""

    @property
    def aside(self) -> Client:
        return _Aside(self.client.slug, self.client.folder, self.client.workspace)

    def show(self, changed: Iterable[Path] = ()) -> Shown:
        """The month as it is now; where something is wrong with it, that, and the pages as they were."""
        try:
            told = self._read(frozenset(changed))
            shelf = self._shelf(told)
            fresh = [job for job in self._staged(shelf) if self._built.get(job.place) != job.key]
            for job in fresh:
                self._draw(job)
            files = self._gathered() if fresh else self.shown.files
            self.shown = Shown(files, notes=tuple(self._notes(shelf, told)))
        except ReportGenError as error:
            self.shown = replace(self.shown, problems=error.problems)
        except OSError as error:
            if not (refused := RefusedError.of(error)):
                raise
            self.shown = replace(self.shown, problems=refused.problems)
        return self.shown

    def _read(self, changed: frozenset[Path]) -> Told:
        """Numbers only where something that they are made of was saved, or where nothing is known yet."""
        words = [path for path in changed if path.is_relative_to(self.client.commentary)]
        looks = [path for path in changed if any(path.is_relative_to(f) for f in self.workspace.template_folders)]
        if len(words) < len(changed):
            self._built = {}
        told = self._told if len(words) + len(looks) == len(changed) else None
        if told is None:
            self._told = None  # what is wrong now is looked at again with the next save, whatever that is
            told = self._told = self._prepared()
        return told

    def _prepared(self) -> Told:
        doctor.require_fonts()
        told = tell(self.client, Options())
        month = self.asked or told.months[-1]
        if month not in told.months:
            raise CoverageError(uncovered(self.client, month))
        build.refuse_what_is_wrong(told, (month,))
        self._jobs = build.month_jobs(self.workspace, self.aside, told, month, Options(pdf=False, engine=self.engine))
        self._drawer = Remembering(Drawer(self.client.build / "cache" / "svg"))
        shutil.rmtree(self.aside.site, ignore_errors=True)
        return told

    def _shelf(self, told: Told) -> Shelf:
        return replace(told.shelf(self.workspace, self.client, self._jobs[0].edition.languages), drafts=True)

    def _staged(self, shelf: Shelf) -> Iterator[MonthJob]:
        """The month in each language, with the words as they are now."""
        for job in self._jobs:
            story = actions.with_words(job.story, shelf)
            words = str((story.commentary, story.actions, story.followed))
            yield replace(job, story=story, key=keys.digest(job.key, words))

    def _draw(self, job: MonthJob) -> None:
        """One language's pages, beside the client's site."""
        assert self._drawer, "there are no jobs without it"
        folders = self.workspace.template_folders
        rendered = pages.render(job.story, "screen", folders, self._drawer)
        project.write(job.project, job.story, rendered, agency.load(self.workspace), folders, job.edition)
        site.install_month(job.edition, job.month, builders.build(job.project, job.engine), job.beside)
        self._built[job.place] = job.key

    def _notes(self, shelf: Shelf, told: Told) -> Iterator[str]:
        story = self._jobs[0].story
        there = pages.names(story.report, story.look.pages, self.workspace.template_folders)
        yield from _notes(shelf, told, self.month)
        yield from (doubt.told for doubt in proofreading.left_out(shelf, self.month, there, story.look.pages))

    def _gathered(self) -> dict[str, bytes]:
        """All files of the site, with the links between its languages."""
        for job in self._jobs:
            site.write_index(job.edition)
            site.renew_switch(job.edition, job.month)
        root = self.aside.site
        return {file.relative_to(root).as_posix(): file.read_bytes() for file in root.rglob("*") if file.is_file()}


def _notes(shelf: Shelf, told: Told, month: str) -> Iterator[str]:
    """What should be looked at again, as `check` says it."""
    if month in told.approved:
        yield f"{month} was {told.approved[month].manifest.told}: its words and numbers stay as they were."
    doubts = (
        *proofreading.of_files(shelf),
        *proofreading.of_month(shelf, told.reports, month),
        *proofreading.lacking(shelf, told.reports, month),
    )
    yield from (doubt.told for doubt in doubts if doubt.severity == "warning")


Key = tuple[object, ...]


@dataclass
class Remembering:
    """Draws each figure once. As long as the numbers stay, a figure with the same function, words and data is the same."""

    drawer: Drawer
    svgs: dict[Key, str] = field(default_factory=dict)
    specs: dict[Key, dict[str, Any]] = field(default_factory=dict)

    def svg(self, figure: Figure, canvas: Canvas, look: Look) -> str:
        key = _key(figure, canvas, look)
        if key not in self.svgs:
            self.svgs[key] = self.drawer.svg(figure, canvas, look)
        return self.svgs[key]

    def spec(self, figure: Figure, canvas: Canvas, look: Look) -> dict[str, Any]:
        key = _key(figure, canvas, look)
        if key not in self.specs:
            self.specs[key] = self.drawer.spec(figure, canvas, look)
        return self.specs[key]


def _key(figure: Figure, canvas: Canvas, look: Look) -> Key:
    """`draw` is a function that was given its data, and a new one with every page."""
    words = (figure.title, figure.subtitle, figure.description, figure.note)
    return getattr(figure.draw, "func", figure.draw), words, figure.table, canvas, look.brand
