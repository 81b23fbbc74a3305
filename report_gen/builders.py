"""A month's project → its finished pages, by one of two site builders. Any warning of either is an error of ours.

A builder leaves more than a report shows: lists of all pages for search and search engines, its theme's scripts for what
reports do without. What no page asks for is removed, so that both leave the same.
"""

from __future__ import annotations

import logging
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import yaml

from report_gen.errors import ReportGenError, SetupError
from report_gen.workspace import Engine

_LINK = re.compile(r'\s(?:href|src)="(?:\./)?([^"?#]+)')
_COLOURS = re.compile(r"\x1b\[[\d;]*m")
# What Zensical says is wrong, and where; the rest draws the line around it or says where in the program.
_WORDS = re.compile(r"^(?:(?:Warning|(?:\w+\.)*\w*(?:Error|Exception)): (?P<what>.+)|.*─\[ (?P<where>.+?) \])$", re.M)


def build(folder: Path, engine: Engine = "mkdocs") -> Path:
    """The finished pages' folder. Any warning is an error, and so is a page of the navigation that isn't there."""
    require(engine)
    name, run = _BUILDERS[engine]
    if said := run(folder) or _lost(folder):
        raise ReportGenError(f"{name} could not build {folder}: " + " ".join(said))
    _prune(folder)
    return folder / "site"


def require(engine: Engine) -> None:
    """Raises SetupError where that builder is not installed."""
    if find_spec(engine) is None:
        name, _ = _BUILDERS[engine]
        raise SetupError(f'{name} is not installed. Install it with: pip install "report-gen[{engine}]"')


# -- the builders: each makes site/ beside a project's mkdocs.yml and returns what it complains of


def _mkdocs(folder: Path) -> list[str]:
    """In this process, which has most of what MkDocs imports."""
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")  # Material's advertisement for another program, on stderr
    from jinja2 import TemplateError
    from mkdocs.commands.build import build as build_site
    from mkdocs.config import load_config
    from mkdocs.exceptions import MkDocsException

    with _warnings() as said:
        try:
            build_site(load_config(str(folder / "mkdocs.yml")))
        except (MkDocsException, TemplateError) as error:
            said.append(str(error))
        except SystemExit as error:
            said.append(f"MkDocs stopped: {error}")
    return said


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


def _zensical(folder: Path) -> list[str]:
    """In a process of its own: it writes to the terminal itself, and a fault of it would end ours."""
    # -P: a module that happens to lie in the current folder is not one of Zensical's.
    command = [sys.executable, "-P", "-m", "zensical", "build", "--strict", "--clean", "--config-file", "mkdocs.yml"]
    done = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", errors="replace")
    shutil.rmtree(folder / ".cache", ignore_errors=True)
    return _complaints(_COLOURS.sub("", done.stdout + done.stderr)) if done.returncode else []


def _complaints(printed: str) -> list[str]:
    """What was wrong and where, else the last line that Zensical printed."""
    found = [match["what"] or f"({match['where']})" for match in _WORDS.finditer(printed)]
    return found or printed.strip().splitlines()[-1:] or ["it stopped without a word"]


# By name: what it is called, and how it is run.
_BUILDERS: dict[Engine, tuple[str, Callable[[Path], list[str]]]] = {
    "mkdocs": ("MkDocs", _mkdocs),
    "zensical": ("Zensical", _zensical),
}


# -- what is left


def _lost(folder: Path) -> list[str]:
    """Zensical passes over pages of the navigation that have no file."""
    pages = (page for entry in yaml.safe_load((folder / "mkdocs.yml").read_bytes())["nav"] for page in entry.values())
    return [f"There is no {page}." for page in pages if not (folder / "site" / page).with_suffix(".html").is_file()]


def _prune(folder: Path) -> None:
    """Leaves the report's own files and what its pages link to."""
    site, docs = folder / "site", folder / "docs"
    own = {file.relative_to(docs) for file in docs.rglob("*") if file.is_file()}
    pages = {path.with_suffix(".html") for path in own if path.suffix == ".md"}
    linked = {Path(link) for page in pages for link in _LINK.findall((site / page).read_text("utf-8"))}
    for path in sorted(site.rglob("*"), reverse=True):  # what a folder holds before the folder
        if path.is_dir() and not any(path.iterdir()):
            path.rmdir()
        elif path.is_file() and path.relative_to(site) not in own | pages | linked:
            path.unlink()
