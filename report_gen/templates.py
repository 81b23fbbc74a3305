"""Jinja, as every page, table, PDF and archive of a report uses it: all escaped, undefined names fail, a workspace's own file
before the package's."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from report_gen import escape
from report_gen.errors import SettingsError

_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")


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
    """Text with its Chinese marked as such, so that voices and fonts get it right on a page in another language."""
    if language == "zh":
        return escape.html(text)
    return Markup(_HAN.sub(lambda run: f'<span lang="zh-Hans">{run[0]}</span>', str(escape.html(text))))


@cache
def _environment(folders: tuple[Path, ...]) -> jinja2.Environment:
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(folders), autoescape=True, undefined=jinja2.StrictUndefined
    )
    made.filters["mixed"] = mixed
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
