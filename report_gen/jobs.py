"""What a build is asked for, what is to be drawn, and what stands: the values between the recipe and its processes."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from report_gen.files import write_atomically
from report_gen.workspace import Client, Workspace

if TYPE_CHECKING:
    from report_gen.approval import Approved
    from report_gen.story import Story

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
class MonthJob:
    """A month to be drawn and written: all that a worker process needs. The PDF of an `approved` one is there already."""

    workspace: Workspace
    client: Client
    story: Story
    pdf: bool
    key: str
    inputs: str = ""
    approved: Approved | None = None

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
        return ("screen", "paper") if self.pdf and not self.approved else ("screen",)

    @property
    def project(self) -> Path:
        """The month's MkDocs project."""
        return self.client.build / self.month

    @property
    def drawn_pdf(self) -> Path:
        """Where the PDF waits for the pages."""
        return self.client.build / "cache" / self.pdf_name

    @property
    def beside(self) -> dict[str, bytes]:
        """What stands beside the pages: report.json and the PDF, of an approved month as they were approved."""
        if self.approved:
            return self.approved.shown
        report = {"report.json": self.story.report.to_json().encode()}
        return {**report, self.pdf_name: self.drawn_pdf.read_bytes()} if self.pdf else report

    @property
    def stands_as_approved(self) -> bool:
        """Whether the site shows the frozen files, byte for byte."""
        folder = self.client.site / self.month
        return (
            self.approved is not None
            and (folder / "index.html").is_file()
            and all(
                (folder / name).is_file() and (folder / name).read_bytes() == content
                for name, content in self.beside.items()
            )
        )


@dataclass(frozen=True)
class Task:
    """Half a month: its pages or its PDF."""

    job: MonthJob
    medium: Medium


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
        stands = self._stands(job.client, job.month, job.pdf) and self.months[job.month].key == job.key
        return stands and (job.approved is None or job.stands_as_approved)

    def _looked_at(self, client: Client, month: str, inputs: str, pdf: bool) -> bool:
        return self._stands(client, month, pdf) and self.months[month].inputs == inputs

    def _stands(self, client: Client, month: str, pdf: bool) -> bool:
        folder, built = client.site / month, self.months.get(month)
        return (
            built is not None
            and (folder / "index.html").is_file()
            and (folder / "report.json").is_file()
            and (not pdf or (built.pdf and (folder / f"{client.slug}-{month}.pdf").is_file()))
        )
