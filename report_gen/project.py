"""Pages → a month's MkDocs project, complete in itself: `mkdocs build -f build/<client>/<month>/mkdocs.yml` makes the same
pages by hand."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml
from markupsafe import Markup

from report_gen import assets, escape, switches
from report_gen.agency import Agency
from report_gen.pages import Page, Pages
from report_gen.story import Story
from report_gen.wording import Wording
from report_gen.workspace import Edition


def write(
    folder: Path, story: Story, pages: Pages, agency: Agency, folders: Sequence[Path], edition: Edition | None = None
) -> None:
    """The month's MkDocs project in `folder`, in place of one that is there. `edition` says where it will stand, from where
    links lead to the other languages; without it there are none."""
    month = story.report.month
    menus = {page.name: switches.drawn(edition, f"{month}/{_file(page)}.html", folders) for page in pages.pages}
    files = {
        "mkdocs.yml": _yaml(_settings(story, pages, agency, edition)).encode(),
        **{f"overrides/{path}": content for path, content in assets.overrides(folders).items()},
        **{f"docs/{_file(page)}.md": _document(page, story, menus[page.name]).encode() for page in pages.pages},
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


def _document(page: Page, story: Story, switch: Markup) -> str:
    """Front matter and one raw HTML block on one line: nothing in it can end the block, so Markdown leaves it alone."""
    w = story.wording
    title = w.text("{page}, {month}", page=page.title, month=w.month(story.report.month))
    # Material puts the title into the page as it is.
    front = {"title": str(escape.html(title)), "hide": ["navigation", "toc"], "languages": str(switch)}
    return f"---\n{_yaml(front)}---\n\n{switches.one_line(page.body)}\n"


def _settings(story: Story, pages: Pages, agency: Agency, edition: Edition | None) -> dict[str, Any]:
    w = story.wording
    return {
        "site_name": str(escape.html(story.report.client.name)),
        "docs_dir": "docs",
        "site_dir": "site",
        "use_directory_urls": False,
        "strict": True,
        "plugins": [],
        "theme": _theme_settings(w, agency),
        "extra_css": ["assets/brand.css", "assets/report.css"],
        "extra_javascript": ["assets/report.js"],
        "extra": {
            **agency.extra,
            "version": {"provider": "mike", "default": "latest"},
            "generator": False,
            # The client's whole site: a reader's choice of light or dark holds in every month and language.
            "scope": ".." if edition is None or edition.is_first else "../..",
            "language": w.tag,
            # Material then asks partials/alternate.html for the switch.
            "alternate": [{"name": w.own_name, "link": "index.html", "lang": w.tag}],
        },
        "copyright": _footer(story, agency),
        "markdown_extensions": list(agency.markdown_extensions),
        "nav": [{page.title: f"{_file(page)}.md"} for page in pages.pages],
    }


def _theme_settings(w: Wording, agency: Agency) -> dict[str, Any]:
    features = ["navigation.tabs", "navigation.tabs.sticky"]
    return {
        **agency.theme,
        "name": "material",
        "variant": "classic",  # Zensical's name for Material's look; MkDocs passes over it
        "custom_dir": "overrides",
        "language": w.language.replace("_", "-"),
        "font": False,
        "favicon": "assets/favicon.svg",
        "features": [*features, *(f for f in agency.theme.get("features", ()) if f not in features)],
        "palette": _palette(w, agency.theme.get("palette")),
    }


def _palette(w: Wording, wanted: Any) -> list[dict[str, Any]]:
    """The agency's schemes and switches, else light and dark as the reader's system has it; the colours are ours."""
    if wanted:
        return [
            {**entry, "primary": "custom", "accent": "custom"}
            for entry in ([wanted] if isinstance(wanted, dict) else wanted)
        ]
    return [
        _scheme("light", "default", "material/weather-night", w.text("Switch to dark")),
        _scheme("dark", "slate", "material/weather-sunny", w.text("Switch to light")),
    ]


def _scheme(preferred: str, scheme: str, icon: str, name: str) -> dict[str, Any]:
    return {
        "media": f"(prefers-color-scheme: {preferred})",
        "scheme": scheme,
        "primary": "custom",
        "accent": "custom",
        "toggle": {"icon": icon, "name": name},
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
    logo = (
        Markup('<img class="rg-logo" src="assets/{}" alt="">').format(assets.logo_name(agency.logo))
        if agency.logo
        else ""
    )
    archive = Markup('<a href="../archive.html">{}</a>').format(w.text("All months"))
    parts = [Markup("{}{}").format(logo, made), contact, archive]
    return " ".join(Markup("<span>{}</span>").format(part) for part in parts if part)


def _yaml(value: Any) -> str:
    return yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=1000)
