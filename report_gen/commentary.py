"""commentary/<month>.md → the agency's words for each page. Markdown without HTML: what an analyst types is text."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import yaml
from markdown_it import MarkdownIt

from report_gen.errors import SettingsError
from report_gen.story import Commentary

_HEADING = re.compile(r"^#\s+(.+?)\s*#*\s*$", re.MULTILINE)
_FRONT = re.compile(r"\A---\s*\n(.*?)\n---\s*\n", re.DOTALL)


def path(folder: Path, month: str, language: str, default: str) -> Path:
    """2026-10.md in the client's first language, 2026-10.zh.md in another."""
    return folder / (f"{month}.md" if language == default else f"{month}.{language}.md")


def read(file: Path) -> dict[str, Commentary]:
    """By page name (`search-rank`); text before the first heading belongs to the overview. Empty without the file."""
    if not file.is_file():
        return {}
    text = file.read_text(encoding="utf-8-sig")
    front = _FRONT.match(text)
    author, date = _signature(front.group(1), file) if front else (None, None)
    body = text[front.end() :] if front else text
    return {page: Commentary(_html(words), author, date) for page, words in _sections(body).items() if words.strip()}


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
            f"{file}: the lines between the --- at the top must read “author: …” and “date: 2026-11-03”."
        ) from error
    if date is not None and not isinstance(date, dt.date):
        raise SettingsError(f"{file}: date is “{date}”; write it as 2026-11-03.")
    return (str(data["author"]) if data.get("author") else None), date
