"""A month's project → its finished pages, by the site builder. Any warning of it is an error of ours."""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import jinja2

from report_gen.errors import ReportGenError

# What Material copies for search, for other languages and for its own developers; reports have no use for it.
_UNUSED = (
    "404.html", "sitemap.xml", "sitemap.xml.gz", "assets/javascripts/lunr", "assets/javascripts/workers",
    "assets/images/favicon.png", "assets/javascripts/*.map", "assets/stylesheets/*.map",
)  # fmt: skip


def build(folder: Path) -> Path:
    """The project built by MkDocs, in this process; the finished pages' folder. Any warning is an error."""
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")  # Material's advertisement for another program, on stderr
    from mkdocs.commands.build import build as build_site
    from mkdocs.config import load_config
    from mkdocs.exceptions import MkDocsException

    with _warnings() as said:
        try:
            build_site(load_config(str(folder / "mkdocs.yml")))
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
