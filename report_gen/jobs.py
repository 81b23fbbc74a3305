"""What a build is asked for, what is to be drawn, and what stands: the values between the recipe and its processes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from report_gen.files import write_atomically
from report_gen.workspace import Client, Edition, Engine, Workspace, editions

if TYPE_CHECKING:
    from report_gen.approval import Approved
    from report_gen.story import Story

Medium = Literal["screen", "paper"]
_LANG = re.compile(rb'<html lang="([^"]+)"')


@dataclass(frozen=True)
class Options:
    """`month` None: every covered month without an up-to-date build. `partial`: also the month that the exports have only
    begun. `engine` None: the agency's."""

    month: str | None = None
    pdf: bool = True
    partial: bool = False
    jobs: int = 1
    engine: Engine | None = None

    def processes(self, editions: int) -> int:
        """As many as were asked for, but no more than there can be halves of months. `editions`: clients times languages."""
        return min(self.jobs, editions * (2 if self.pdf else 1)) if self.month else self.jobs


@dataclass(frozen=True)
class MonthJob:
    """A month in one language, to be drawn and written: all that a worker process needs. What is approved of an `approved`
    one is there already."""

    workspace: Workspace
    edition: Edition
    story: Story
    pdf: bool
    key: str
    inputs: str = ""
    approved: Approved | None = None
    engine: Engine = "mkdocs"

    @property
    def client(self) -> Client:
        return self.edition.client

    @property
    def month(self) -> str:
        return self.story.report.month

    @property
    def name(self) -> str:
        """The month's, whatever the language: its editions appear together or not at all."""
        return f"{self.client.slug}/{self.month}"

    @property
    def place(self) -> str:
        """Where it stands in the client's site: 2026-10, zh/2026-10"""
        return self.edition.name(self.month)

    @property
    def folder(self) -> Path:
        return self.edition.site / self.month

    @property
    def pdf_name(self) -> str:
        return self.edition.pdf_name(self.month)

    @property
    def frozen(self) -> dict[str, bytes]:
        """What the site shows as it was approved, by name: of a language that was added since, report.json alone."""
        return self.approved.shown(self.edition) if self.approved else {}

    @property
    def media(self) -> tuple[Medium, ...]:
        return ("screen", "paper") if self.pdf and self.pdf_name not in self.frozen else ("screen",)

    @property
    def project(self) -> Path:
        """The month's MkDocs project."""
        return self.edition.build / self.month

    @property
    def drawn_pdf(self) -> Path:
        """Where the PDF waits for the pages."""
        return self.client.build / "cache" / self.pdf_name

    @property
    def beside(self) -> dict[str, bytes]:
        """What stands beside the pages: report.json and the PDF, as they were approved or as they were drawn."""
        drawn = {"report.json": self.story.report.to_json().encode()}
        if "paper" in self.media:
            drawn[self.pdf_name] = self.drawn_pdf.read_bytes()
        return {**drawn, **self.frozen}

    @property
    def stands_as_approved(self) -> bool:
        """Whether the site shows the frozen files, byte for byte, among pages in this language."""
        files = {name: self.folder / name for name in self.frozen}
        return (
            self.approved is not None
            and _language_of(self.folder) == self.story.wording.tag
            and (not self.pdf or (self.folder / self.pdf_name).is_file())
            and all(files[name].is_file() and files[name].read_bytes() == kept for name, kept in self.frozen.items())
        )


def _language_of(folder: Path) -> str | None:
    """The language of the month that stands there, by its first page; None where none does."""
    page = folder / "index.html"
    found = _LANG.search(page.read_bytes()[:1000]) if page.is_file() else None
    return found[1].decode() if found else None


@dataclass(frozen=True)
class Task:
    """Half a month in one language: its pages or its PDF."""

    job: MonthJob
    medium: Medium


@dataclass(frozen=True)
class Built:
    """A month as it stands in the site: `key` of what its pages are made from, `inputs` of the build that last looked."""

    key: str
    inputs: str
    pdf: bool
    engine: Engine = "mkdocs"


@dataclass(frozen=True)
class State:
    """What was built last, kept in build/<slug>/state.json. Losing it costs a build, nothing else."""

    inputs: str = ""
    covered: tuple[str, ...] = ()  # by the exports as they were then
    months: dict[str, Built] = field(default_factory=dict)  # by their place in the site: 2026-10, zh/2026-10
    languages: tuple[str, ...] = ("en",)

    @classmethod
    def read(cls, client: Client) -> State:
        try:
            data = json.loads((client.build / "state.json").read_bytes())
            months = {place: Built(**built) for place, built in data["months"].items()}
            return cls(data["inputs"], tuple(data["covered"]), months, tuple(data.get("languages", cls.languages)))
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return cls()

    def write(self, client: Client) -> None:
        write_atomically(client.build / "state.json", json.dumps(asdict(self), indent=1).encode())

    def engine(self, month: str) -> Engine | None:
        """What made the month's pages, where it stands."""
        return self.months[month].engine if month in self.months else None

    def wanted(self, options: Options) -> tuple[str, ...]:
        return (options.month,) if options.month else self.covered

    def up_to_date(self, client: Client, inputs: str, options: Options) -> bool:
        """Nothing that goes into the client's site has changed, and all that is asked for stands there in all languages."""
        months = self.wanted(options)
        return (
            self.inputs == inputs
            and bool(months)
            and all(
                self._looked_at(edition, month, inputs, options.pdf)
                for edition in editions(client, self.languages)
                for month in months
            )
        )

    def has(self, job: MonthJob) -> bool:
        stands = self._stands(job.edition, job.month, job.pdf) and self.months[job.place].key == job.key
        return stands and (job.approved is None or job.stands_as_approved)

    def with_built(self, jobs: Iterable[MonthJob]) -> State:
        """After those jobs; places of languages that there are no more are forgotten."""
        built = {job.place: Built(job.key, job.inputs, job.pdf, job.engine) for job in jobs}
        months = {**self.months, **built}
        there = ("", *self.languages[1:])
        return replace(self, months={place: one for place, one in months.items() if place[:-8] in there})

    def _looked_at(self, edition: Edition, month: str, inputs: str, pdf: bool) -> bool:
        return self._stands(edition, month, pdf) and self.months[edition.name(month)].inputs == inputs

    def _stands(self, edition: Edition, month: str, pdf: bool) -> bool:
        folder, built = edition.site / month, self.months.get(edition.name(month))
        return (
            built is not None
            and (folder / "index.html").is_file()
            and (folder / "report.json").is_file()
            and (not pdf or (built.pdf and (folder / edition.pdf_name(month)).is_file()))
        )
