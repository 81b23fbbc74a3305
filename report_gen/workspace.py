"""Where things are. Nothing else in the package knows a path."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Literal

from report_gen.errors import WorkspaceError

Engine = Literal["mkdocs", "zensical"]  # what makes pages of a month's project
SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")
PACKAGE = Path(__file__).parent
# In a checkout the templates stand beside the package; in an installed package they are inside it.
BUILT_IN_TEMPLATES = next(
    (p for p in (PACKAGE / "site_templates", PACKAGE.parent / "site_templates") if p.is_dir()),
    PACKAGE / "site_templates",
)


def machine_cache() -> Path:
    """Where this user's programs keep what can be made again; for what all workspaces share."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "report-gen"


@dataclass(frozen=True)
class Client:
    """The folders and files of one client."""

    slug: str
    folder: Path
    workspace: Path

    @property
    def settings(self) -> Path:
        return self.folder / "client.yml"

    @property
    def exports(self) -> Path:
        return self.folder / "exports"

    @property
    def note_tags(self) -> Path:
        return self.folder / "notes.csv"

    @property
    def commentary(self) -> Path:
        return self.folder / "commentary"

    @property
    def approved(self) -> Path:
        return self.folder / "approved"

    @property
    def delivery(self) -> Path:
        """What became of its months outside the agency: logs of publications and e-mails, and who may open its site. No
        page is made of it."""
        return self.folder / "delivery"

    @property
    def build(self) -> Path:
        """Generated MkDocs projects, a folder a month, those of other languages below them, and the cache."""
        return self.workspace / "build" / self.slug

    @property
    def pool(self) -> Path:
        """The agency's anonymous pool of rates: all that a build reads beyond its own client."""
        return Workspace(self.workspace).pool

    @property
    def site(self) -> Path:
        """The finished site: a folder a month, `versions.json`, `index.html`, the archive page; other languages below it."""
        return self.workspace / "site" / self.slug


@dataclass(frozen=True)
class Edition:
    """A client's reports in one of its `languages`. The first language stands in the client's own folders, any other with
    the same layout in a folder below them."""

    client: Client
    language: str = "en"
    languages: tuple[str, ...] = ("en",)

    @property
    def is_first(self) -> bool:
        return self.language == self.languages[0]

    @property
    def all(self) -> tuple[Edition, ...]:
        """In every language of the client."""
        return editions(self.client, self.languages)

    @property
    def site(self) -> Path:
        return self.client.site / self._folder

    @property
    def build(self) -> Path:
        return self.client.build / self._folder

    def name(self, month: str) -> str:
        """2026-10, or zh/2026-10: the month's place in the site."""
        return f"{self._folder}/{month}".lstrip("/")

    def pdf_name(self, month: str) -> str:
        """client-x-2026-10.pdf, or client-x-2026-10-zh.pdf: PDFs leave their folders, so their names differ."""
        return f"{self.client.slug}-{month}{'' if self.is_first else f'-{self.language}'}.pdf"

    @property
    def _folder(self) -> str:
        return "" if self.is_first else self.language


def editions(client: Client, languages: tuple[str, ...]) -> tuple[Edition, ...]:
    """One for each language, the client's first language first."""
    return tuple(Edition(client, language, languages) for language in languages)


@dataclass(frozen=True)
class Workspace:
    """An agency's folder: `mkdocs.yml` beside `clients/`."""

    root: Path

    @classmethod
    def find(cls, start: Path) -> Workspace:
        """The nearest workspace at or above `start`."""
        start = start.resolve()
        for folder in (start, *start.parents):
            if (folder / "mkdocs.yml").is_file() and (folder / "clients").is_dir():
                return cls(folder)
        raise WorkspaceError(
            f"No workspace here: neither {start} nor a folder above it has a mkdocs.yml beside a clients/ folder. "
            "Go to the agency's folder, name it with --workspace, or make one with: report-gen init my-agency"
        )

    @property
    def settings(self) -> Path:
        return self.root / "mkdocs.yml"

    @property
    def pool(self) -> Path:
        """Rates of all clients' notes, by category and format, without a name; there once `benchmark` was run."""
        return self.root / "benchmarks.json"

    @property
    def template_folders(self) -> tuple[Path, ...]:
        """Where templates are looked for, first match wins: a workspace may override any single file."""
        own = self.root / "site_templates"
        return (own, BUILT_IN_TEMPLATES) if own.is_dir() and own != BUILT_IN_TEMPLATES else (BUILT_IN_TEMPLATES,)

    def template(self, name: str) -> Path:
        for folder in self.template_folders:
            if (folder / name).is_file():
                return folder / name
        raise WorkspaceError(f"Template {name} is neither in {self.root / 'site_templates'} nor in the package.")

    @property
    def page_names(self) -> set[str]:
        """Of all pages that a report may have, as saves for pages/saves.md."""
        return {page.stem for folder in self.template_folders for page in (folder / "pages").glob("*.md")}

    def slugs(self) -> list[str]:
        clients = self.root / "clients"
        return sorted(p.name for p in clients.iterdir() if (p / "client.yml").is_file()) if clients.is_dir() else []

    def client_folder(self, slug: str) -> Path:
        """Where that client's folder is or would be; the slug may not lead anywhere else."""
        if not SLUG.fullmatch(slug):
            raise WorkspaceError(
                f"“{slug}” can't be a client's folder name: use a-z, 0-9 and hyphens, starting with a letter or digit, "
                "at most 63 characters, as in client-x."
            )
        return self.root / "clients" / slug

    def client(self, slug: str) -> Client:
        """The client's folders."""
        folder = self.client_folder(slug)
        if not (folder / "client.yml").is_file():
            near = get_close_matches(slug, self.slugs(), n=1)
            guess = f" Did you mean {near[0]}?" if near else f" Make it with: report-gen new {slug}"
            raise WorkspaceError(f"There is no client “{slug}”: {folder / 'client.yml'} does not exist.{guess}")
        if folder.resolve() != folder.absolute() and self.root.resolve() not in folder.resolve().parents:
            raise WorkspaceError(f"{folder} is a link out of the workspace; copy the client's folder here instead.")
        return Client(slug, folder, self.root)
