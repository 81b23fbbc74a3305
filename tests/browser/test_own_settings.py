"""Pages as readers set them up for themselves: the system's colours, larger letters, more air between them, any width."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from report_gen import theme
from tests.browser.conftest import Built
from tests.browser.test_every_page import PAGES
from tests.browser.visits import DESKTOP, Visit

pytestmark = [pytest.mark.browser]
_LOOK = (Path(__file__).parent / "own_settings.js").read_text("utf-8")
ZOOMED = 640  # what 200 % leaves of 1280
SHEET = 680  # between the margins of A4
MOST_FREE = 66  # pixels beside a drawing
# What charts stand on: seen, but never read.
GROUNDS = [theme.PAPER_IN_CHARTS, *(theme.LIGHT[name] for name in ("grid", "band", "rule"))]


def asked(visit: Visit, what: str, value: Any = None) -> Any:
    """What the page says to one of the questions of own_settings.js."""
    visit.page.evaluate(f"() => {{ {_LOOK} }}")
    return visit.page.evaluate(f"value => settings.{what}(value)", value)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_charts_and_tables_read_in_the_colours_that_a_system_forces(browser: Browser, demo: Built, scheme: str) -> None:
    """Also where the reader had chosen the page's other scheme before."""
    found = []
    with Visit(browser, DESKTOP, scheme) as visit:
        visit.open(demo.address, f"{PAGES[0]}.html")
        if scheme == "dark":
            visit.page.locator(".rg-schemes button:visible").click()
        visit.page.emulate_media(forced_colors="active")
        for page in PAGES:
            visit.open(demo.address, f"{page}.html")
            found += [f"{page}: {one}" for one in asked(visit, "faint", GROUNDS)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(("place", "width"), [("", ZOOMED), ("zh/", DESKTOP)])
def test_nothing_is_cut_off_however_much_air_a_reader_gives_the_letters(
    browser: Browser, demo: Built, place: str, width: int
) -> None:
    found = []
    with Visit(browser, width) as visit:
        for page in PAGES:
            visit.open(demo.address, f"{place}{page}.html")
            found += [f"{page}: {one}" for one in asked(visit, "cut")]
            asked(visit, "space")
            found += [f"{page}, spaced: {one}" for one in asked(visit, "cut")]
    assert not found, "\n".join(found)


def test_drawings_fill_the_page_at_every_width_with_letters_of_a_readable_size(browser: Browser, demo: Built) -> None:
    found = []
    with Visit(browser, 360) as visit:
        for name in ("index", "saves"):  # together they have charts of every shape
            visit.open(demo.address, f"2026-10/{name}.html")
            for width in range(360, 1601, 17):
                visit.page.set_viewport_size({"width": width, "height": 900})
                found += [f"{width} px: {one}" for one in misfits(visit, MOST_FREE, 11.7, 16.5)]
    assert not found, "\n".join(found)


def test_a_printed_sheet_has_each_chart_once_as_wide_as_its_column_and_readable(browser: Browser, demo: Built) -> None:
    """Letters of 10 px are 7.5 points."""
    found = []
    with Visit(browser, SHEET) as visit:
        visit.page.emulate_media(media="print")
        for page in PAGES:
            visit.open(demo.address, f"{page}.html")
            found += [f"{page}: {one}" for one in misfits(visit, 2, 10, 17)]
    assert not found, "\n".join(found)


def misfits(visit: Visit, free: float, smallest: float, largest: float) -> Iterator[str]:
    for chart, shown, beside, size in asked(visit, "room"):
        if shown != 1 or beside > free or not smallest <= size <= largest:
            yield f"{chart}: {shown} drawings, {beside:.0f} px free, letters of {size:.1f} px"
