"""Charts that have come alive: what a pointer, a finger and the arrow keys learn from them."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import MONTH
from tests.browser.visits import PHONE, Visit, lively

pytestmark = [pytest.mark.browser]

# Of every chart the drawings that are shown, with the pixels that their smallest text has in the end.
_SHOWN = """() => [...document.querySelectorAll("figure[data-chart]")].map(chart => {
    const shown = [...chart.querySelectorAll(".rg-canvas")].filter(canvas => canvas.offsetHeight);
    const svg = shown[0].querySelector("svg");
    return [chart.dataset.chart, shown.length, 13 * svg.getBoundingClientRect().width / svg.viewBox.baseVal.width];
})"""
_SAVING = 'Object.defineProperty(navigator, "connection", { get: () => ({ saveData: true }) })'


def test_with_data_to_be_saved_only_the_chart_that_is_pointed_at_comes_alive(visit: Visit, address: str) -> None:
    visit.page.add_init_script(_SAVING)
    opened = visit.open(address, f"{MONTH}/saves.html")
    opened.mouse.wheel(0, 400)
    opened.wait_for_timeout(300)
    assert not [url for url in visit.asked if "vega" in url]
    opened.locator("#save_rate_by_month .rg-canvas:visible").hover()
    expect(opened.locator("[data-state=live]")).to_have_count(1)


def test_a_pointer_learns_the_value_of_the_nearest_month_and_loses_it_on_leaving(visit: Visit, address: str) -> None:
    canvas = lively(visit, address, "saves", "save_rate_by_month")
    canvas.hover(position={"x": 500, "y": 40})
    tip = canvas.locator(".rg-tip")
    expect(tip).to_have_text(re.compile(r"^\w+ 202\d: [\d.]+%"))
    expect(canvas.locator(".rg-point line")).to_have_count(1)
    visit.page.mouse.move(5, 5)
    expect(tip).to_be_hidden()


def test_pointing_at_a_keyword_lets_the_others_step_back(visit: Visit, address: str) -> None:
    canvas = lively(visit, address, "search-rank", "rank_by_week")
    canvas.hover(position={"x": 500, "y": 200})
    expect(canvas.locator(".rg-tip")).to_be_visible()
    assert canvas.locator("[data-dim]").count() > 10
    visit.page.keyboard.press("Escape")
    expect(canvas.locator(".rg-tip")).to_be_hidden()
    assert canvas.locator("[data-dim]").count() == 0


def test_the_arrow_keys_go_from_month_to_month_and_each_is_said(visit: Visit, address: str) -> None:
    canvas = lively(visit, address, "saves", "save_rate_by_month")
    canvas.focus()
    voice = visit.page.locator(".rg-voice")
    for key, month in (("ArrowLeft", "October 2026"), ("ArrowLeft", "September 2026"), ("ArrowRight", "October 2026")):
        canvas.press(key)
        expect(voice).to_have_text(re.compile(rf"^{month}: [\d.]+%"))
        expect(canvas.locator(".rg-tip")).to_be_visible()
    canvas.press("Tab")
    expect(canvas).not_to_be_focused()
    expect(canvas.locator(".rg-tip")).to_be_hidden()


def test_a_finger_learns_a_value_within_the_screen(browser: Browser, address: str) -> None:
    with Visit(browser, PHONE) as visit:
        canvas = lively(visit, address, "saves", "save_rate_by_month")
        box = canvas.bounding_box()
        assert box
        visit.page.touchscreen.tap(box["x"] + box["width"] - 40, box["y"] + box["height"] / 2)
        tip = canvas.locator(".rg-tip")
        expect(tip).to_be_visible()
        words = tip.bounding_box()
        assert words
        assert words["x"] >= 0
        assert words["x"] + words["width"] <= PHONE


@pytest.mark.parametrize("width", [360, 430, 700, 768, 959, 1103, 1600])
def test_at_every_width_one_drawing_of_each_chart_is_shown_and_its_text_is_no_smaller_than_it_should_be(
    browser: Browser, address: str, width: int
) -> None:
    with Visit(browser, width) as visit:
        for page in ("index", "saves", "search-rank"):
            opened = visit.open(address, f"{MONTH}/{page}.html")
            for chart, drawings, size in opened.evaluate(_SHOWN):
                assert drawings == 1, chart
                assert 11.5 <= size <= 16.5, (chart, size)
