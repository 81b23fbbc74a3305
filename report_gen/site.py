"""Pages → MkDocs project → a client's site: a folder a month, a list of months, an archive page; each language by itself.

A project is complete in itself: `mkdocs build -f build/<client>/<month>/mkdocs.yml` makes the same pages by hand.
"""

from __future__ import annotations

import json
import logging
import os
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import jinja2
import yaml
from markupsafe import Markup

from report_gen import escape, phrases, templates, theme
from report_gen.agency import Agency
from report_gen.errors import ReportGenError
from report_gen.files import swap_folder, write_atomically
from report_gen.pages import Page, Pages
from report_gen.report import Report
from report_gen.story import Look, Story
from report_gen.wording import Wording
from report_gen.workspace import Edition, Workspace, machine_cache

MONTH = re.compile(r"20\d\d-(0[1-9]|1[0-2])")
RESTATED = "data/restatements.csv"  # there only while there are any
_APPROVAL = re.compile(r"<!-- approval -->.*?<!-- /approval -->", re.DOTALL)
_LANGUAGES = re.compile(r"(?<=<!-- languages -->).*?(?=<!-- /languages -->)", re.DOTALL)
VEGA_LITE = "6.4"
VEGA_NOTICE = (
    "/* Vega, Vega-Lite, Vega-Embed and Vega-Tooltip: Copyright University of Washington Interactive Data Lab and "
    "contributors, BSD-3-Clause. */\n"
)
# What Material copies for search, for other languages and for its own developers; reports have no use for it.
_UNUSED = (
    "404.html", "sitemap.xml", "sitemap.xml.gz", "assets/javascripts/lunr", "assets/javascripts/workers",
    "assets/images/favicon.png", "assets/javascripts/*.map", "assets/stylesheets/*.map",
)  # fmt: skip


# -- the project


def write_project(
    folder: Path, story: Story, pages: Pages, agency: Agency, folders: Sequence[Path], edition: Edition | None = None
) -> None:
    """The month's MkDocs project in `folder`, in place of one that is there. `edition` says where it will stand, from where
    links lead to the other languages; without it there are none."""
    month = story.report.month
    switches = {page.name: _drawn_switch(edition, f"{month}/{_file(page)}.html", folders) for page in pages.pages}
    files = {
        "mkdocs.yml": _yaml(_settings(story, pages, agency, edition)).encode(),
        **{f"overrides/{path}": content for path, content in _overrides(folders).items()},
        **{f"docs/{_file(page)}.md": _document(page, story, switches[page.name]).encode() for page in pages.pages},
        **{f"docs/{path}": content for path, content in pages.downloads.items()},
        **{f"docs/assets/{path}": content for path, content in pages.scripts.items()},
        **{f"docs/assets/{path}": content for path, content in _assets(story, agency, folders).items()},
    }
    files["docs/assets/vega.js"] = vega()
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
    return f"---\n{_yaml(front)}---\n\n{_one_line(page.body)}\n"


def _one_line(html: str) -> str:
    return re.sub(r"\s*[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]\s*", " ", html)


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
    logo = Markup('<img class="rg-logo" src="assets/{}" alt="">').format(_logo_name(agency.logo)) if agency.logo else ""
    archive = Markup('<a href="../archive.html">{}</a>').format(w.text("All months"))
    parts = [Markup("{}{}").format(logo, made), contact, archive]
    return " ".join(Markup("<span>{}</span>").format(part) for part in parts if part)


def _logo_name(logo: Path) -> str:
    return f"agency{logo.suffix.lower()}"


def _yaml(value: Any) -> str:
    return yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=1000)


# -- the languages


@dataclass(frozen=True)
class Choice:
    """A language of the switch: what it calls itself, how browsers know it, and the same page in it."""

    name: str
    tag: str
    href: str
    is_current: bool


def _drawn_switch(edition: Edition | None, page: str, folders: Sequence[Path]) -> Markup:
    """The menu of a page that is drawn in all its client's languages. `page` is its path in each edition's site."""
    if edition is None:
        return Markup()
    return _switch(edition, {one: one.site / page for one in edition.all}, folders)


def _standing_switch(edition: Edition, page: str, folders: Sequence[Path]) -> Markup:
    """The menu of a page that stands: only to what is there, and where a language lacks the page, to the start of its
    month."""
    targets = {one: (one.site / page, (one.site / page).with_name("index.html")) for one in edition.all}
    there = {one: next((path for path in paths if path.is_file()), None) for one, paths in targets.items()}
    return _switch(edition, {one: path for one, path in there.items() if path}, folders)


def _switch(edition: Edition, pages: Mapping[Edition, Path], folders: Sequence[Path]) -> Markup:
    """The menu that leads from the edition's page to those of the others; empty where there are none."""
    if len(pages) < 2:
        return Markup()
    here, w = pages[edition].parent, Wording(edition.language)
    links = {one: Path(os.path.relpath(page, here)).as_posix() for one, page in pages.items()}
    spoken = {one: Wording(one.language) for one in pages}
    choices = [Choice(spoken[one].own_name, spoken[one].tag, link, one == edition) for one, link in links.items()]
    menu = templates.render(folders, "partials/languages.html", {"w": w, "_": w.text, "choices": choices})
    return Markup(_one_line(menu.strip()))


# -- assets


def _assets(story: Story, agency: Agency, folders: Sequence[Path]) -> dict[str, bytes]:
    files = {name: content for name, content in _theme_files(folders).items() if not name.endswith((".html", ".md"))}
    files["brand.css"] = brand_css(story.look).encode()
    files["favicon.svg"] = _favicon(story.look).encode()
    if agency.logo:
        files[_logo_name(agency.logo)] = agency.logo.read_bytes()
    return files


def _overrides(folders: Sequence[Path]) -> dict[str, bytes]:
    """The theme's templates that replace Material's."""
    files = _theme_files(folders)
    return {name: files[name] for name in files if name == "main.html" or name.startswith("partials/")}


def _theme_files(folders: Sequence[Path]) -> dict[str, bytes]:
    """The theme's files by path; a workspace's own replaces ours of the same name."""
    found: dict[str, bytes] = {}
    for folder in reversed(folders):
        home = folder / "theme"
        files = sorted(path for path in home.rglob("*") if path.is_file())
        found |= {path.relative_to(home).as_posix(): path.read_bytes() for path in files}
    return found


def brand_css(look: Look) -> str:
    """The tokens in both schemes with the client's brand, and for drawings each hex → its variable."""
    brand = theme.on_light(look.brand)
    light = {**theme.LIGHT, "brand": brand}
    dark = {**theme.DARK, "brand": theme.on_dark(look.brand)}
    drawn = {theme.PAPER_IN_CHARTS: "paper", **{hex_: name for name, hex_ in light.items() if name != "paper"}}
    rules = [
        f':root, [data-md-color-scheme="default"] {{ color-scheme: light; {_variables(light)} }}',
        f'[data-md-color-scheme="slate"] {{ color-scheme: dark; {_variables(dark)} }}',
        # Without JavaScript Material stays light.
        f"@media (prefers-color-scheme: dark) {{ .no-js body {{ color-scheme: dark; {_variables(dark)} }} }}",
        *(f'.rg-svg [{what}="{hex_}" i] {{ {what}: var(--rg-{name}); }}'
          for hex_, name in drawn.items() for what in ("fill", "stroke")),
    ]  # fmt: skip
    return "\n".join(rules) + "\n"


def _variables(tokens: Mapping[str, str]) -> str:
    return " ".join(f"--rg-{name}: {value};" for name, value in tokens.items())


def _favicon(look: Look) -> str:
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">'
        f'<rect y="11" width="32" height="10" fill="{theme.on_light(look.brand)}"/></svg>\n'
    )


def vega() -> bytes:
    """Vega as one script. Bundling takes a second or two, so that it is done once per machine and version."""
    path = machine_cache() / f"vega-{VEGA_LITE}-{version('vl-convert-python')}.js"
    if path.is_file():
        return path.read_bytes()
    import vl_convert

    bundle = vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;", vl_version=VEGA_LITE)
    script = (VEGA_NOTICE + bundle).encode()
    with suppress(OSError):  # a home that can't be written costs the time again, not the build
        write_atomically(path, script)
    return script


# -- the build


def build_project(folder: Path) -> Path:
    """The project built by MkDocs, in this process; the finished pages' folder. Any warning is an error."""
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")  # Material's advertisement for another program, on stderr
    from mkdocs.commands.build import build
    from mkdocs.config import load_config
    from mkdocs.exceptions import MkDocsException

    with _warnings() as said:
        try:
            build(load_config(str(folder / "mkdocs.yml")))
        except (MkDocsException, jinja2.TemplateError) as error:
            said.append(str(error))
        except SystemExit as error:
            said.append(f"MkDocs stopped: {error}")
    if said:
        raise ReportGenError(f"MkDocs could not build {folder}: " + " ".join(said))
    _prune(folder / "site")
    return folder / "site"


@contextmanager
def _warnings() -> Iterator[list[str]]:
    """What MkDocs warns of, kept from the terminal."""
    said: list[str] = []
    logger = logging.getLogger("mkdocs")
    handler = _Keep(said)
    propagate, logger.propagate = logger.propagate, False
    logger.addHandler(handler)
    try:
        yield said
    finally:
        logger.removeHandler(handler)
        logger.propagate = propagate


class _Keep(logging.Handler):
    def __init__(self, said: list[str]) -> None:
        super().__init__(logging.WARNING)
        self.said = said

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(record.getMessage())


def _prune(site: Path) -> None:
    for pattern in _UNUSED:
        for path in site.glob(pattern):
            shutil.rmtree(path) if path.is_dir() else path.unlink()


# -- the client's site


def install_month(edition: Edition, month: str, built: Path, extras: Mapping[str, bytes]) -> Path:
    """The month's folder of the site, replaced as a whole: until the new one is complete the old one stands.

    `extras` are files beside the pages, as `report.json` and the PDF, by name.
    """
    target, fresh = edition.site / month, edition.site / f".{month}.new"
    shutil.rmtree(fresh, ignore_errors=True)
    try:
        shutil.copytree(built, fresh)
        for name, content in extras.items():
            (fresh / name).write_bytes(content)
        swap_folder(fresh, target)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)  # a full disk stops half-way; the next build needs the room
    return target


def renew_approval(edition: Edition, month: str, part: str, downloads: Mapping[str, bytes]) -> None:
    """What a standing Method page says of the approval, between its two comments, and the data behind it. A page of the
    agency's own without the comments stays as it is."""
    folder = edition.site / month
    (folder / RESTATED).unlink(missing_ok=True)
    for name, content in downloads.items():
        write_atomically(folder / name, content)
    page = folder / "method.html"
    if page.is_file():
        write_atomically(page, _between(_APPROVAL, page, _one_line(part.strip())))


def _between(comments: re.Pattern[str], page: Path, part: str) -> bytes:
    """The page with that part in place of what the comments enclose, or as it is without these."""
    return comments.sub(lambda _: part, page.read_bytes().decode(), count=1).encode()


def renew_switch(edition: Edition, month: str) -> None:
    """The links of a standing month's pages to the languages that stand beside it now, between their two comments."""
    folders = Workspace(edition.client.workspace).template_folders
    for page in sorted((edition.site / month).glob("*.html")):
        switch = _standing_switch(edition, f"{month}/{page.name}", folders)
        write_atomically(page, _between(_LANGUAGES, page, switch))


@dataclass(frozen=True)
class ArchiveRow:
    """A month of the archive; `pdf` is its path, None where the month has none."""

    version: str
    title: str
    save_rate: str
    save_rate_change: str
    saves: str
    saves_change: str
    pdf: str | None


def write_index(edition: Edition) -> None:
    """What leads to the months that are installed: versions.json for the selector, index.html to the latest, archive.html.

    Everything is read from the installed months, so that the list says what is there.
    """
    w, months = Wording(edition.language), installed(edition)
    if not months:
        return
    titles = {month: w.month(month) for month in months}
    versions = [{"version": m, "title": titles[m], "aliases": ["latest"] if m == months[0] else []} for m in months]
    pages = {month: sorted(path.name for path in (edition.site / month).glob("*.html")) for month in months}
    listed = [{**entry, "pages": pages[month]} for entry, month in zip(versions, months, strict=True)]
    reports = [Report.from_json((edition.site / month / "report.json").read_bytes()) for month in months]
    name = reports[0].client.name
    files = {
        "versions.json": json.dumps(versions, ensure_ascii=False, indent=1) + "\n",
        "versions.js": f"window.reportMonths = {escape.json_script(listed)};\n",
        "index.html": _redirect(name, months[0], w),
        "archive.html": _archive(edition, reports, w),
    }
    for path, text in files.items():
        write_atomically(edition.site / path, text.encode())


def installed(edition: Edition) -> list[str]:
    """The months of the site, the newest first."""
    if not edition.site.is_dir():
        return []
    found = (path.name for path in edition.site.iterdir() if (path / "index.html").is_file())
    return sorted((name for name in found if MONTH.fullmatch(name)), reverse=True)


def _redirect(name: str, latest: str, w: Wording) -> str:
    shown = escape.html(name)
    link = escape.html(w.text("{client}: {month}", client=name, month=w.month(latest)))
    return (
        f'<!doctype html>\n<html lang="{w.tag}"><head><meta charset="utf-8">'
        f'<meta name="robots" content="noindex, nofollow"><title>{shown}</title>'
        f'<meta http-equiv="refresh" content="0; url={latest}/index.html"></head>'
        f'<body><p><a href="{latest}/index.html">{link}</a></p></body></html>\n'
    )


def _archive(edition: Edition, reports: Sequence[Report], w: Wording) -> str:
    """The page of all months, in the latest month's style sheets."""
    latest = reports[0]
    styles = sorted(path.name for path in (edition.site / latest.month / "assets" / "stylesheets").glob("*.css"))
    folders = Workspace(edition.client.workspace).template_folders
    names = {
        "w": w, "_": w.text, "_n": w.plural, "client": latest.client.name, "latest": latest.month, "styles": styles,
        "rows": [_row(edition, report, w) for report in reports], "scope": "." if edition.is_first else "..",
        "switch": _switch(edition, {one: one.site / "archive.html" for one in edition.all if installed(one)}, folders),
    }  # fmt: skip
    return templates.render(folders, "theme/archive.html", names)


def _row(edition: Edition, report: Report, w: Wording) -> ArchiveRow:
    month = report.month
    pdf = next((f"{month}/{path.name}" for path in sorted((edition.site / month).glob("*.pdf"))), None)
    return ArchiveRow(month, w.month(month), *phrases.archive_row(w, report), pdf=pdf)
