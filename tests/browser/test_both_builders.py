"""The same project by either site builder looks the same, to the pixel."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from report_gen import builders
from report_gen.workspace import Engine
from tests.browser.conftest import DEMO, MONTH, SiteOf
from tests.browser.visits import DESKTOP, PHONE, Visit

pytestmark = [pytest.mark.browser]


@pytest.fixture(scope="module")
def sites(site_of: SiteOf, tmp_path_factory: pytest.TempPathFactory) -> dict[Engine, Path]:
    """The demo client's month, by each builder."""
    project = site_of(DEMO, "mkdocs").folder.parents[1] / "build" / DEMO / MONTH
    copy = shutil.copytree(project, tmp_path_factory.mktemp("copy") / MONTH, ignore=shutil.ignore_patterns("site"))
    return {"mkdocs": project / "site", "zensical": builders.build(copy, "zensical")}


@pytest.mark.parametrize(("width", "scheme"), [(PHONE, "dark"), (DESKTOP, "light")])
@pytest.mark.parametrize("page", ["index", "notes"])
def test_a_page_looks_the_same_whichever_builder_made_it(
    browser: Browser, sites: dict[Engine, Path], page: str, width: int, scheme: str
) -> None:
    seen = set()
    for site in sites.values():
        with Visit(browser, width, scheme, calm=True) as visit:
            opened = visit.open(site.as_uri(), f"{page}.html")
            visit.settle()
            seen.add(opened.screenshot(full_page=True))
            assert visit.problems == []
    assert len(seen) == 1
