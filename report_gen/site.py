"""Finished pages → a client's site: a folder a month, a list of months, an archive page; each language by itself."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup

from report_gen import agency, assets, escape, phrases, shell, switches, templates
from report_gen.figures import Mark
from report_gen.files import swap_folder, write_atomically
from report_gen.logos import Logo
from report_gen.report import Headline, Report
from report_gen.shell import LogoSpot, Scheme, Shell
from report_gen.wording import Wording
from report_gen.workspace import Edition, Workspace

MONTH = re.compile(r"20\d\d-(0[1-9]|1[0-2])")
RESTATED = ("data/restatements.csv", "data/restatements.xlsx")  # there only while there are any
_NOTHING = Headline(value=None)
_APPROVAL = re.compile(r"<!-- approval -->.*?<!-- /approval -->", re.DOTALL)
_LANGUAGES = re.compile(r"(?<=<!-- languages -->).*?(?=<!-- /languages -->)", re.DOTALL)


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
    for name in RESTATED:
        (folder / name).unlink(missing_ok=True)
    for name, content in downloads.items():
        write_atomically(folder / name, content)
    page = folder / "method.html"
    if page.is_file():
        write_atomically(page, _between(_APPROVAL, page, switches.one_line(part.strip())))


def _between(comments: re.Pattern[str], page: Path, part: str) -> bytes:
    """The page with that part in place of what the comments enclose, or as it is without these."""
    return comments.sub(lambda _: part, page.read_bytes().decode(), count=1).encode()


def renew_switch(edition: Edition, month: str) -> None:
    """The links of a standing month's pages to the languages that stand beside it now, between their two comments."""
    folders = Workspace(edition.client.workspace).template_folders
    for page in sorted((edition.site / month).glob("*.html")):
        switch = switches.standing(edition, f"{month}/{page.name}", folders)
        write_atomically(page, _between(_LANGUAGES, page, switch))


@dataclass(frozen=True)
class ArchiveRow:
    """A month of the archive. `mark` is its save rate on the scale of all months, `goal` its target there; `pdf` is its
    path, None where the month has none."""

    version: str
    title: str
    says: phrases.ArchivedMonth
    mark: Mark | None
    goal: float | None
    pdf: str | None


def write_index(edition: Edition) -> None:
    """What leads to the months that are installed."""
    for path, content in index(edition, installed(edition)).items():
        write_atomically(edition.site / path, content)


def index(edition: Edition, months: Sequence[str]) -> dict[str, bytes]:
    """What leads to those months, the newest first: versions.json for the selector, index.html to the latest, archive.html.
    Nothing where there are none.

    Everything is read from the installed months, so that the list says what is there.
    """
    w = Wording(edition.language)
    if not months:
        return {}
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
    return {path: text.encode() for path, text in files.items()}


def installed(edition: Edition) -> list[str]:
    """The months of the site, the newest first."""
    if not edition.site.is_dir():
        return []
    found = (path.name for path in edition.site.iterdir() if (path / "index.html").is_file())
    return sorted((name for name in found if MONTH.fullmatch(name)), reverse=True)


def _redirect(name: str, latest: str, w: Wording) -> str:
    shown = escape.html(name)
    link = escape.html(w.text("{client}: {month}", client=name, month=w.month(latest)))
    private = escape.html(w.text("For its recipients only."))
    card = escape.html(w.text("Monthly report"))
    return (
        f'<!doctype html>\n<html lang="{w.tag}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f'<meta name="robots" content="noindex, nofollow"><title>{shown}</title>'
        f'<meta name="referrer" content="no-referrer"><meta name="color-scheme" content="light dark">'
        f'<meta name="description" content="{private}"><meta property="og:title" content="{card}">'
        f'<meta property="og:description" content="{private}">'
        f'<meta property="og:image" content="{latest}/assets/card.png">'
        f'<link rel="icon" type="image/svg+xml" href="{latest}/assets/favicon.svg">'
        f'<meta http-equiv="refresh" content="0; url={latest}/index.html"></head>'
        f'<body><p><a href="{latest}/index.html">{link}</a></p></body></html>\n'
    )


def _archive(edition: Edition, reports: Sequence[Report], w: Wording) -> str:
    """The page of all months, in the latest month's style sheets."""
    latest = reports[0]
    styles = edition.site / latest.month / "assets" / "stylesheets"
    workspace = Workspace(edition.client.workspace)
    folders, schemes = workspace.template_folders, shell.schemes(w, agency.load(workspace).theme.get("palette"))
    around = _around_archive(edition, latest, w, schemes)
    names = {
        "w": w, "_": w.text, "_n": w.plural, "latest": latest.month, "shell": around,
        "styles": sorted(path.relative_to(styles).as_posix() for path in styles.rglob("*.css")),
        "head": shell.head(around, folders), "header": shell.header(around, _languages(edition, folders), folders),
        "rows": _rows(edition, reports, w), "ends": (w.rate(0.0), w.rate(_top(reports))),
    }  # fmt: skip
    return templates.render(folders, "theme/archive.html", names)


def _around_archive(edition: Edition, latest: Report, w: Wording, schemes: tuple[Scheme, ...]) -> Shell:
    return Shell(
        w=w,
        client=latest.client.name,
        title=w.text("All months"),
        assets=f"{latest.month}/assets",
        home=f"{latest.month}/index.html",
        scope="." if edition.is_first else "..",
        schemes=schemes,
        logo=_logo(edition, latest.month),
    )


def _logo(edition: Edition, month: str) -> LogoSpot | None:
    """The client's logo as that month has it."""
    found = next((edition.site / month / "assets").glob(f"{assets.CLIENT_LOGO}.*"), None)
    return LogoSpot.of(Logo.read(found), f"{month}/assets/{found.name}") if found else None


def _languages(edition: Edition, folders: Sequence[Path]) -> Markup:
    there = {one: one.site / "archive.html" for one in edition.all if installed(one)}
    return switches.between(edition, there, folders)


def _rows(edition: Edition, reports: Sequence[Report], w: Wording) -> list[ArchiveRow]:
    top = _top(reports)
    return [_row(edition, report, top, w) for report in reports]


def _row(edition: Edition, report: Report, top: float, w: Wording) -> ArchiveRow:
    month, rate = report.month, report.headline.get("save_rate", _NOTHING)
    goal = None if rate.target is None else rate.target / top
    says, pdf = phrases.archived_month(w, report), _pdf(edition, month)
    return ArchiveRow(month, w.month(month), says, _mark(rate, top), goal, pdf)


def _pdf(edition: Edition, month: str) -> str | None:
    return next((f"{month}/{path.name}" for path in sorted((edition.site / month).glob("*.pdf"))), None)


# -- the save rates of all months on one scale


def _top(reports: Sequence[Report]) -> float:
    """The scale's right end: the highest of all rates, their intervals and targets. The left one is 0."""
    rates = [report.headline.get("save_rate", _NOTHING) for report in reports]
    ends = [end for rate in rates for end in (rate.value, rate.target, *(rate.interval or ())) if end is not None]
    return max(ends, default=0) or 1


def _mark(rate: Headline, top: float) -> Mark | None:
    if rate.value is None:
        return None
    if rate.interval is None:
        return Mark(rate.value / top)
    low, high = rate.interval
    return Mark(rate.value / top, max(low, 0) / top, high / top)
