"""The menu of languages in the head of every page: to the same page and month in each of the client's languages."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup

from report_gen import templates
from report_gen.wording import Wording
from report_gen.workspace import Edition


@dataclass(frozen=True)
class Choice:
    """A language of the switch: what it calls itself, how browsers know it, and the same page in it."""

    name: str
    tag: str
    href: str
    is_current: bool


def drawn(edition: Edition | None, page: str, folders: Sequence[Path]) -> Markup:
    """The menu of a page that is drawn in all its client's languages. `page` is its path in each edition's site."""
    if edition is None:
        return Markup()
    return between(edition, {one: one.site / page for one in edition.all}, folders)


def standing(edition: Edition, page: str, folders: Sequence[Path]) -> Markup:
    """The menu of a page that stands: only to what is there, and where a language lacks the page, to the start of its
    month."""
    targets = {one: (one.site / page, (one.site / page).with_name("index.html")) for one in edition.all}
    there = {one: next((path for path in paths if path.is_file()), None) for one, paths in targets.items()}
    return between(edition, {one: path for one, path in there.items() if path}, folders)


def between(edition: Edition, pages: Mapping[Edition, Path], folders: Sequence[Path]) -> Markup:
    """The menu that leads from the edition's page to those of the others; empty where there are none."""
    if len(pages) < 2:
        return Markup()
    here, w = pages[edition].parent, Wording(edition.language)
    links = {one: Path(os.path.relpath(page, here)).as_posix() for one, page in pages.items()}
    spoken = {one: Wording(one.language) for one in pages}
    choices = [Choice(spoken[one].own_name, spoken[one].tag, link, one == edition) for one, link in links.items()]
    menu = templates.render(folders, "partials/languages.html", {"w": w, "_": w.text, "choices": choices})
    return Markup(one_line(menu.strip()))


def one_line(html: str) -> str:
    """The HTML without line breaks."""
    return re.sub(r"\s*[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]\s*", " ", html)
