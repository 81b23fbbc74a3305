"""A month that is not approved, for the agency's own people: each page and the PDF say so, at a place where no client reads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from report_gen import agency, build, config, site, templates
from report_gen.config import ClientConfig
from report_gen.delivery import destination, places, stamp
from report_gen.delivery.gate import newest
from report_gen.delivery.places import Place
from report_gen.delivery.release import Release
from report_gen.errors import CoverageError, DeliveryError
from report_gen.jobs import Options, State
from report_gen.telling import tell, uncovered
from report_gen.wording import Wording
from report_gen.workspace import Client, Edition, Workspace, editions

STYLE = "assets/draft.css"
_BODY = re.compile(rb"<body\b[^>]*>")


@dataclass(frozen=True)
class Draft:
    """A client's month as it stands in the site, built from all that there is now, and not approved."""

    workspace: Workspace
    client: Client
    settings: ClientConfig
    month: str
    name: str

    @property
    def editions(self) -> tuple[Edition, ...]:
        return editions(self.client, self.settings.languages)


def find(workspace: Workspace, client: Client, month: str | None) -> Draft:
    """Raises DeliveryError where the month is approved, or where what stands in the site is not what would be built now."""
    settings, told = config.load(client), tell(client, Options())
    month = month or newest(client, told)
    if month not in told.months:
        raise CoverageError(uncovered(client, month))
    if month in told.approved:
        raise DeliveryError(f"{client.slug} {month} is approved, and so no draft. Publish it without --draft.")
    state = State.read(client)
    jobs = build.Desk.of(workspace, client, told).jobs(month, Options(engine=state.engine(month)))
    if not all(state.has(job) for job in jobs):
        raise DeliveryError(
            f"{client.slug} {month} is not built, or not from all that there is now. Build it: report-gen build {client.slug} "
            f"--month {month}"
        )
    return Draft(workspace, client, settings, month, jobs[0].story.report.client.name)


def place(workspace: Workspace, client: Client, home: Path) -> Place:
    """The client's folder in the agency's place for drafts. Raises DeliveryError where clients would read there."""
    drafts = agency.load(workspace).drafts
    if not drafts:
        raise DeliveryError(
            "Drafts go to a place of the agency's own, and mkdocs.yml names none. Set extra.agency.drafts, as "
            '"s3://bucket/drafts"; each client gets a folder in it.'
        )
    whole = places.parse(drafts, workspace.root)
    problems = [*destination.against_folder(whole, workspace, home), *_against_clients(whole, workspace)]
    if problems:
        raise DeliveryError(*(f"extra.agency.drafts in mkdocs.yml is “{drafts}”: {problem}" for problem in problems))
    return whole.below(client.slug)


def _against_clients(whole: Place, workspace: Workspace) -> Iterator[str]:
    for slug, other in destination.taken(workspace):
        if whole.overlaps(other):
            yield (
                f"{slug} publishes to “{other.said}”, and one lies in the other, so that clients would read drafts. Choose a "
                "place where only the agency reads."
            )


def compose(draft: Draft) -> Release:
    """The month's files and what leads to them, marked on every page."""
    files: dict[str, Path | bytes] = {}
    for edition in draft.editions:
        root = edition.name("").rstrip("/")
        month = {f"{edition.name(draft.month)}/{name}": content for name, content in _month(draft, edition).items()}
        lists = site.index(edition, [draft.month]).items()
        files |= month | {
            f"{root}/{name}".lstrip("/"): _marked(draft, edition, name, content) for name, content in lists
        }
    return Release(draft.client.slug, draft.name, (draft.month,), draft.settings.languages, dict(sorted(files.items())))


def _month(draft: Draft, edition: Edition) -> dict[str, Path | bytes]:
    folder = edition.site / draft.month
    found: dict[str, Path | bytes] = {STYLE: (draft.workspace.template("draft/bar.css")).read_bytes()}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and not path.name.startswith("."):
            is_marked = path.suffix in (".html", ".pdf")
            found[name] = _marked(draft, edition, name, path.read_bytes(), "") if is_marked else path
    return found


def _marked(draft: Draft, edition: Edition, name: str, content: bytes, month: str | None = None) -> bytes:
    """The page or PDF with its mark; anything else as it is."""
    w = Wording(edition.language)
    if name.endswith(".pdf"):
        return stamp.stamped(content, w.text("Draft, not approved"))
    if not name.endswith(".html"):
        return content
    folders = draft.workspace.template_folders
    bar = templates.render(folders, "draft/bar.html", {"_": w.text}).strip().encode()
    prefix = f"{draft.month}/" if month is None else month
    link = f'<link rel="stylesheet" href="{prefix}{STYLE}">'.encode()
    if not (body := _BODY.search(content)):
        raise DeliveryError(f"site/{draft.client.slug}: {name} has no body, so that no mark can be put on it.")
    return content[: body.end()].replace(b"</head>", link + b"</head>") + bar + content[body.end() :]
