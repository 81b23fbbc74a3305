"""Jinja, as every page, table, PDF and archive of a report uses it: all escaped, undefined names fail, a workspace's own file
before the package's."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from report_gen import escape, typography
from report_gen.errors import SettingsError
from report_gen.typography import FULL_WIDTH, HAN

_CHINESE = re.compile(f"[{HAN}{FULL_WIDTH}]*[{HAN}][{HAN}{FULL_WIDTH}]*")
_LATIN = re.compile(r"[A-Za-z][\w’'.-]*(?: (?:& )?[A-Za-z][\w’'.-]*)*", re.ASCII)
_WORD = re.compile(r"[a-z]{2}")  # CSV, KOL and T3 are read alike in both languages
_DATE = re.compile(r"(?:\d{4}年)?\d{1,2}月(?:\d{1,2}日)?|\d{1,2}日")


def render(folders: Sequence[Path], name: str, names: Mapping[str, Any]) -> str:
    """The template filled; what is wrong with it is said with its file and line."""
    try:
        return _environment(tuple(folders)).get_template(name).render(names)
    except jinja2.TemplateSyntaxError as error:
        raise SettingsError(f"{error.filename or error.name}, line {error.lineno}: {error.message}.") from error
    except jinja2.UndefinedError as error:
        raise SettingsError(
            f"{_place(error, folders, name)}: {error.message}. A template may use only what it is given."
        ) from error
    except jinja2.TemplateNotFound as error:
        raise SettingsError(
            f"{name}: it asks for the template {error.name}, which is in none of its folders."
        ) from error


def mixed(text: str, language: str = "en") -> Markup:
    """Text with the runs of another language marked as such, so that voices and fonts get them right; in Chinese also with
    dates that stay on one line."""
    if language != "zh":
        return _marked(_CHINESE, text, lambda run: Markup('<span lang="zh-Hans">{}</span>').format(run))
    return Markup().join(
        _date(part) if _DATE.fullmatch(part) else _marked(_LATIN, part, _english)
        for part in re.split(f"({_DATE.pattern})", str(text))
    )


def headline(text: str, language: str = "en") -> Markup:
    """The same for a head, where an emoji of a quoted title is no more than ornament; tables have titles as they are."""
    return mixed(typography.without_emoji(str(text)), language)


def _date(text: str) -> Markup:
    return Markup('<span class="rg-whole">{}</span>').format(text)


def _english(run: str) -> Markup:
    return Markup('<span lang="en">{}</span>').format(run) if _WORD.search(run) else escape.html(run)


def _marked(run: re.Pattern[str], text: str, mark: Callable[[str], Markup]) -> Markup:
    """The text, escaped, and each of its runs marked."""
    text, parts, end = str(text), [], 0
    for found in run.finditer(text):
        parts += [escape.html(text[end : found.start()]), mark(found[0])]
        end = found.end()
    return Markup().join([*parts, escape.html(text[end:])])


@cache
def _environment(folders: tuple[Path, ...]) -> jinja2.Environment:
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(folders), autoescape=True, undefined=jinja2.StrictUndefined
    )
    made.filters |= {"mixed": mixed, "headline": headline}
    return made


def _place(error: Exception, folders: Sequence[Path], name: str) -> str:
    """Which template, and which of its lines: the innermost frame that lies in one."""
    places, frame = [name], error.__traceback__
    while frame is not None:
        file = frame.tb_frame.f_code.co_filename
        if any(file.startswith(str(folder)) for folder in folders):
            places.append(f"{file}, line {frame.tb_lineno}")
        frame = frame.tb_next
    return places[-1]
