"""Pages → a month's MkDocs project, complete in itself: `mkdocs build -f build/<client>/<month>/mkdocs.yml` makes the same
pages by hand."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from markupsafe import Markup

from report_gen import assets, escape, shell, switches
from report_gen.agency import Agency
from report_gen.logos import Logo
from report_gen.pages import Page, Pages
from report_gen.shell import LogoSpot, Shell, Tab
from report_gen.story import Story
from report_gen.wording import Wording
from report_gen.workspace import Edition


def write(
    folder: Path, story: Story, pages: Pages, agency: Agency, folders: Sequence[Path], edition: Edition | None = None
) -> None:
    """The month's MkDocs project in `folder`, in place of one that is there. `edition` says where it will stand, from where
    links lead to the other languages; without it there are none."""
    frame = Frame(story, pages, agency, edition, folders)
    files = {
        "mkdocs.yml": _yaml(_settings(story, pages, agency)).encode(),
        **{f"overrides/{path}": content for path, content in assets.overrides(folders).items()},
        **{f"docs/{_file(page)}.md": _document(frame, page).encode() for page in pages.pages},
        **{f"docs/{path}": content for path, content in pages.downloads.items()},
        **{f"docs/assets/{path}": content for path, content in pages.scripts.items()},
        **{f"docs/assets/{path}": content for path, content in assets.of_month(story, agency, folders).items()},
    }
    shutil.rmtree(folder, ignore_errors=True)
    for path, content in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


def _file(page: Page) -> str:
    return "index" if page.name == "overview" else page.name


@dataclass(frozen=True)
class Frame:
    """What the pages of a month have around them."""

    story: Story
    pages: Pages
    agency: Agency
    edition: Edition | None
    folders: Sequence[Path]

    def shell(self, page: Page) -> Shell:
        """What stands around that page."""
        w, month = self.story.wording, self.story.wording.month(self.story.report.month)
        return Shell(
            w=w,
            client=self.story.report.client.name,
            title=w.text("{page}, {month}", page=page.title, month=month),
            assets="assets",
            home="index.html",
            scope=_scope(self.edition),
            schemes=shell.schemes(w, self.agency.theme.get("palette")),
            month=month,
            month_short=w.month_short(self.story.report.month, year=True),
            archive="../archive.html",
            tabs=tuple(Tab(one.title, f"{_file(one)}.html", one == page) for one in self.pages.pages),
            logo=_client_logo(self.story.look.logo),
        )

    def languages(self, page: Page) -> Markup:
        """The menu that leads to the same page in the client's other languages."""
        return switches.drawn(self.edition, f"{self.story.report.month}/{_file(page)}.html", self.folders)


def _document(frame: Frame, page: Page) -> str:
    """Front matter and one raw HTML block on one line: nothing in it can end the block, so Markdown leaves it alone. The
    theme's main.html places what the front matter holds."""
    around = frame.shell(page)
    front = {
        "title": str(escape.html(around.title)),
        "head": str(shell.head(around, frame.folders)),
        "header": str(shell.header(around, frame.languages(page), frame.folders)),
    }
    return f"---\n{_yaml(front)}---\n\n{switches.one_line(page.body)}\n"


def _scope(edition: Edition | None) -> str:
    """From a page to where the client's whole site begins: a reader's choice of light or dark holds in every month and
    language."""
    return ".." if edition is None or edition.is_first else "../.."


def _settings(story: Story, pages: Pages, agency: Agency) -> dict[str, Any]:
    w = story.wording
    return {
        "site_name": str(escape.html(story.report.client.name)),
        "docs_dir": "docs",
        "site_dir": "site",
        "use_directory_urls": False,
        "strict": True,
        # Zensical also checks links within a page, and knows nothing of what the theme around it holds.
        "validation": {"links": {"anchors": "ignore"}},
        "plugins": [],
        "theme": _theme_settings(w, agency),
        "extra_css": ["assets/brand.css", "assets/report.css"],
        "extra": {
            **agency.extra,
            # As mike writes it, for templates of an agency's own; our header reads versions.js.
            "version": {"provider": "mike", "default": "latest"},
            "generator": False,
            "language": w.tag,
        },
        "copyright": _footer(story, agency),
        "markdown_extensions": list(agency.markdown_extensions),
        "nav": [{page.title: f"{_file(page)}.md"} for page in pages.pages],
    }


def _client_logo(logo: Logo | None) -> LogoSpot | None:
    """The picture for the head of every page, and the room that it takes there."""
    if logo is None:
        return None
    return LogoSpot.of(logo, f"assets/{assets.client_logo_name(logo.on_screen)}")


def _theme_settings(w: Wording, agency: Agency) -> dict[str, Any]:
    schemes = shell.schemes(w, agency.theme.get("palette"))
    colours = {"primary": "custom", "accent": "custom"}  # brand.css says them
    return {
        "name": "material",
        "variant": "classic",  # Zensical's name for Material's look; MkDocs passes over it
        "custom_dir": "overrides",
        "language": w.language.replace("_", "-"),
        "font": False,
        "palette": [{"media": scheme.media, "scheme": scheme.name, **colours} for scheme in schemes],
    }


def _footer(story: Story, agency: Agency) -> str:
    """Who made it and for whom; the months, also for readers without JavaScript."""
    w = story.wording
    name = agency.name or story.look.agency
    whom = story.report.client.name
    made = (
        w.text("{agency}. For {client} only.", agency=name, client=whom)
        if name
        else w.text("For {client} only.", client=whom)
    )
    contact = agency.contact or story.look.contact
    archive = Markup('<a href="../archive.html">{}</a>').format(w.text("All months"))
    parts = [Markup("{}{}").format(_agency_logo(agency), made), contact, archive]
    return " ".join(Markup("<span>{}</span>").format(part) for part in parts if part)


def _agency_logo(agency: Agency) -> Markup:
    if agency.logo is None:
        return Markup()
    shown = Logo.read(agency.logo).on_screen
    width, height = shown.at_height(24, widest=160)
    image = Markup('<img class="rg-logo" src="assets/{}" width="{}" height="{}" alt="">')
    return image.format(assets.logo_name(shown), width, height)


def _yaml(value: Any) -> str:
    return yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=1000)
