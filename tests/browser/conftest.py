"""What all tests in a browser share: the browser, and sites that are built once for all processes of a run."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from report_gen.build import build
from report_gen.jobs import Options
from report_gen.workspace import Engine, Workspace
from tests import hard_clients
from tests.browser.visits import Visit, serving
from tests.conftest import Once

ROOT = Path(__file__).parents[2]
DEMO, MONTH = "client-x", "2026-10"


@dataclass(frozen=True)
class Built:
    """A client's site as `report-gen build` leaves it, in the folder and at the address."""

    slug: str
    folder: Path
    address: str

    @property
    def languages(self) -> dict[str, str]:
        """Where each language's months stand, by its tag: {"en": "", "zh-Hans": "zh/"}"""
        places = ["", *(f"{path.parent.name}/" for path in sorted(self.folder.glob("*/versions.js")))]
        return {_language(self.folder / place / MONTH / "index.html"): place for place in places}

    def pages(self, place: str) -> list[str]:
        """The month's pages in that language and its archive."""
        found = sorted((self.folder / place / MONTH).glob("*.html"))
        return [*(f"{place}{MONTH}/{page.name}" for page in found), f"{place}archive.html"]


def _language(page: Path) -> str:
    return page.read_text("utf-8").split('lang="', 1)[1].split('"', 1)[0]


SiteOf = Callable[[str, Engine], Built]


@pytest.fixture(scope="session")
def site_of(once: Once) -> Iterator[SiteOf]:
    """Sites of the demo client and of those that are hard on a layout, from genuine exports, by the whole recipe."""
    with ExitStack() as servers:

        @cache
        def built(slug: str, engine: Engine) -> Built:
            root = once(f"{slug}-{engine}", lambda root: _build(root, slug, engine))
            folder = root / "site" / slug
            return Built(slug, folder, servers.enter_context(serving(folder)))

        yield built


def _build(root: Path, slug: str, engine: Engine) -> None:
    if slug in hard_clients.CLIENTS:
        hard_clients.workspace(root, [slug])
    else:
        shutil.copytree(ROOT / "clients" / slug, root / "clients" / slug)
        shutil.copy(ROOT / "mkdocs.yml", root)
    wanted = Options(MONTH, pdf=slug == DEMO and engine == "mkdocs", engine=engine)
    (outcome,) = build(Workspace(root), [slug], wanted, lambda *_: None)
    if outcome.error:
        raise outcome.error


@pytest.fixture(scope="session")
def demo(site_of: SiteOf) -> Built:
    """The demo client's site, as MkDocs builds it."""
    return site_of(DEMO, "mkdocs")


@pytest.fixture(scope="session")
def address(demo: Built) -> str:
    return demo.address


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    """A reader at a desk, to whom nothing went wrong in the end."""
    with Visit(browser) as made:
        yield made
        assert made.problems == []
