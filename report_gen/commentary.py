"""commentary/<month>.md → the agency's words for each page. Markdown without HTML: what an analyst types is text."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterator
from pathlib import Path

import yaml
from markdown_it import MarkdownIt

from report_gen.errors import SettingsError
from report_gen.mistakes import guess
from report_gen.story import Commentary
from report_gen.yaml_positions import text_of

_HEADING = re.compile(r"^#\s+(.+?)\s*#*\s*$", re.MULTILINE)
_NAME = re.compile(r"20\d\d-(0[1-9]|1[0-2])(\.[a-z]{2})?")
_FRONT = re.compile(r"\A---\s*\n(.*?)\n---\s*\n", re.DOTALL)


def path(folder: Path, month: str, language: str, default: str) -> Path:
    """2026-10.md in the client's first language, 2026-10.zh.md in another."""
    return folder / (f"{month}.md" if language == default else f"{month}.{language}.md")


def read(file: Path) -> dict[str, Commentary]:
    """By page name (`search-rank`); text before the first heading belongs to the overview. Empty without the file."""
    if not file.is_file():
        return {}
    text = text_of(file, _named(file))
    front = _FRONT.match(text)
    author, date = _signature(front.group(1), file) if front else (None, None)
    body = text[front.end() :] if front else text
    return {page: Commentary(_html(words), author, date) for page, words in _sections(body).items() if words.strip()}


def unused(folder: Path, pages: Collection[str]) -> Iterator[tuple[Path, str, str]]:
    """Words that will never be seen, why, and what to do: no month has the file's name, no page that of a heading."""
    for file in sorted(folder.glob("*.md")):
        if not _NAME.fullmatch(file.stem):
            yield file, f"{file.name} is of no month and not shown.", "Call it by the month, as 2026-10.md."
        for page in sorted(read(file).keys() - set(pages)):
            advice = f"Give the heading the name of a page.{guess(page, sorted(pages))}"
            yield file, f"Words under “{page}” are not shown: there is no such page.", advice


def _named(file: Path) -> str:
    """As messages call it: clients/client-x/commentary/2026-10.md"""
    return "/".join(file.parts[-4:])


def _sections(body: str) -> dict[str, str]:
    start, *rest = _HEADING.split(body)
    pairs = zip(rest[::2], rest[1::2], strict=True)
    sections = {"overview": start}
    for heading, words in pairs:
        page = re.sub(r"\s+", "-", heading.strip().lower())
        sections[page] = "\n\n".join(filter(str.strip, (sections.get(page, ""), words)))
    return sections


def _html(words: str) -> str:
    """Paragraphs, lists, emphasis, links; no HTML, and no image, which would be a request to another host."""
    return str(MarkdownIt("commonmark", {"html": False}).disable("image").render(words.strip()))


def _signature(front: str, file: Path) -> tuple[str | None, dt.date | None]:
    try:
        data = yaml.safe_load(front) or {}
        date = data.get("date")
    except (yaml.YAMLError, AttributeError) as error:
        raise SettingsError(
            f"{_named(file)}: the lines between the --- at the top must read “author: …” and “date: 2026-11-03”."
        ) from error
    if date is not None and not isinstance(date, dt.date):
        raise SettingsError(f"{_named(file)}: date is “{date}”; write it as 2026-11-03.")
    return (str(data["author"]) if data.get("author") else None), date
