"""What surrounds a page: its head, and above it the client's name with the menus of months, schemes and languages, and the
tabs. Drawn here and not by the site builder, so that every page and the archive have the same, whichever builder it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from markupsafe import Markup

from report_gen import content_policy, templates, theme
from report_gen.logos import Logo
from report_gen.switches import one_line
from report_gen.wording import Wording

_PAPERS = {"default": theme.LIGHT["paper"], "slate": theme.DARK["paper"]}


@dataclass(frozen=True)
class Tab:
    """A page of the month in the line of tabs."""

    title: str
    href: str
    is_current: bool = False


@dataclass(frozen=True)
class Scheme:
    """Light or dark: for whom it stands (a media query), Material's name of it, and what its button says, which leads to
    the next scheme; without words there is no button."""

    media: str
    name: str
    says: str
    icon: str = ""


@dataclass(frozen=True)
class LogoSpot:
    """The client's logo as it stands in the head of a page."""

    src: str
    width: int
    height: int

    @classmethod
    def of(cls, logo: Logo, src: str) -> LogoSpot:
        """As high as the line of the head, and never wider than a third of a phone."""
        width, height = logo.on_screen.at_height(28, widest=120)
        return cls(src, width, height)


@dataclass(frozen=True)
class Shell:
    """What stands around one page. Paths lead from the page: `assets` to the month's files, `home` to the month's first
    page, `scope` to where the client's site begins; `archive` to the list of months, none on that list itself."""

    w: Wording
    client: str
    title: str
    assets: str
    home: str
    scope: str
    schemes: tuple[Scheme, ...]
    month: str = ""
    month_short: str = ""
    archive: str = ""
    tabs: tuple[Tab, ...] = ()
    logo: LogoSpot | None = None

    @property
    def papers(self) -> tuple[tuple[Scheme, str], ...]:
        """Each scheme with its paper's colour: a phone draws its own bars in it."""
        return tuple((scheme, _PAPERS.get(scheme.name, _PAPERS["default"])) for scheme in self.schemes)


def schemes(w: Wording, wanted: Any = None) -> tuple[Scheme, ...]:
    """The agency's schemes (`theme.palette`), else light and dark as the reader's system has it."""
    if wanted:
        return tuple(_scheme(entry) for entry in (wanted if isinstance(wanted, list) else [wanted]))
    return (
        Scheme("(prefers-color-scheme: light)", "default", w.text("Switch to dark"), "moon"),
        Scheme("(prefers-color-scheme: dark)", "slate", w.text("Switch to light"), "sun"),
    )


def _scheme(entry: Mapping[str, Any] | str) -> Scheme:
    if isinstance(entry, str):
        return Scheme("", entry, "")
    toggle, name = entry.get("toggle") or {}, entry.get("scheme", "default")
    return Scheme(entry.get("media", ""), name, toggle.get("name", ""), "sun" if name == "slate" else "moon")


def head(shell: Shell, folders: Sequence[Path]) -> Markup:
    """What a browser, and whoever previews a link, is told of the page."""
    return _drawn("partials/head.html", {"shell": shell, "policy": Markup(content_policy.in_page())}, shell.w, folders)


def header(shell: Shell, languages: Markup, folders: Sequence[Path]) -> Markup:
    """What stands above the page. `languages` is the menu of languages, empty where there is one only."""
    return _drawn("partials/header.html", {"shell": shell, "languages": languages}, shell.w, folders)


def _drawn(name: str, names: Mapping[str, Any], w: Wording, folders: Sequence[Path]) -> Markup:
    drawn = templates.render(folders, name, {**names, "w": w, "_": w.text})
    return Markup(one_line(drawn.strip()))
