"""Dots marked in the notes' chart, and the table below that then shows just those."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.visits import PHONE, Visit, lively

pytestmark = [pytest.mark.browser]
CHART = "#notes_by_reach_and_rate .rg-canvas:visible"
# Of every row: whether it is shown, and its impressions; of what isn't known, none.
_ROWS = """() => {
    const place = document.querySelector("#all_notes th[data-key=impressions]").cellIndex;
    return [...document.querySelectorAll("#all_notes tbody tr")]
        .map(row => [!row.hidden, Number(row.cells[place].textContent.replace(/,/g, ""))])
        .filter(row => row[1] > 0);
}"""


def mark_right_half(page: Page, canvas: Locator) -> None:
    box = canvas.bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] * 0.6, box["y"] + 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 2, box["y"] + box["height"] - 4, steps=4)
    page.mouse.up()


def said(page: Page) -> str:
    return page.locator("#all_notes .rg-tools output").inner_text()


def shown(page: Page) -> int:
    return page.locator("#all_notes tbody tr:not([hidden])").count()


def test_the_table_shows_the_notes_whose_dots_were_marked_and_says_so(visit: Visit, address: str) -> None:
    """The right of the chart holds the notes with most impressions: so must the table, and none else of them."""
    canvas = lively(visit, address, "notes", "notes_by_reach_and_rate")
    mark_right_half(visit.page, canvas)
    rows = visit.page.evaluate(_ROWS)
    marked = [seen for is_shown, seen in rows if is_shown]
    others = [seen for is_shown, seen in rows if not is_shown]
    assert 3 < len(marked) < len(rows) - 3
    assert min(marked) >= max(others)
    assert re.fullmatch(rf"{len(marked)} of \d+ notes: those marked in the chart", said(visit.page))
    assert canvas.locator("circle[data-out], path[data-out]").count() >= len(others)
    expect(canvas.locator(".rg-tip")).to_be_hidden()


def test_a_search_looks_among_what_is_marked_and_clear_undoes_both(visit: Visit, address: str) -> None:
    canvas = lively(visit, address, "notes", "notes_by_reach_and_rate")
    everything = shown(visit.page)
    mark_right_half(visit.page, canvas)
    marked = shown(visit.page)
    visit.page.get_by_role("searchbox").fill("咖啡")
    assert 0 < shown(visit.page) < marked
    assert re.fullmatch(rf"{shown(visit.page)} of \d+ notes: among those marked in the chart", said(visit.page))
    visit.page.locator("#all_notes").get_by_role("button", name="Clear").click()
    assert shown(visit.page) == everything
    expect(canvas.locator("[data-out]")).to_have_count(0)
    expect(canvas.locator(".rg-brush")).to_be_hidden()


@pytest.mark.parametrize("how", ["Escape", "Clear", "click"])
def test_what_is_marked_is_undone_at_the_chart(visit: Visit, address: str, how: str) -> None:
    canvas = lively(visit, address, "notes", "notes_by_reach_and_rate")
    everything = shown(visit.page)
    mark_right_half(visit.page, canvas)
    assert shown(visit.page) < everything
    if how == "Escape":
        visit.page.keyboard.press("Escape")
    elif how == "Clear":
        canvas.get_by_role("button", name="Clear").click()
    else:
        canvas.click(position={"x": 40, "y": 40})
    assert shown(visit.page) == everything
    expect(canvas.locator(".rg-marked")).to_be_hidden()


def test_enter_leads_from_a_dot_to_its_row_and_escape_back(visit: Visit, address: str) -> None:
    canvas = lively(visit, address, "notes", "notes_by_reach_and_rate")
    everything = shown(visit.page)
    canvas.focus()
    canvas.press("End")
    canvas.press("ArrowLeft")
    title = canvas.locator(".rg-tip b").inner_text()
    canvas.press("Enter")
    focused = visit.page.locator("#all_notes tbody th:focus")
    expect(focused).to_be_in_viewport()
    assert focused.inner_text().startswith(title)
    assert re.fullmatch(r"1 of \d+ notes: the one marked in the chart", said(visit.page))
    visit.page.keyboard.press("Escape")
    expect(canvas).to_be_focused()
    assert shown(visit.page) == everything


def test_a_finger_learns_of_a_dot_and_marks_nothing(browser: Browser, address: str) -> None:
    with Visit(browser, PHONE) as visit:
        canvas = lively(visit, address, "notes", "notes_by_reach_and_rate")
        before = said(visit.page)
        box = canvas.bounding_box()
        assert box
        visit.page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        expect(canvas.locator(".rg-tip")).to_be_visible()
        assert said(visit.page) == before
        assert canvas.evaluate("canvas => getComputedStyle(canvas).touchAction") == "auto"


def test_a_pen_marks_as_a_mouse_does(visit: Visit, address: str) -> None:
    canvas = lively(visit, address, "notes", "notes_by_reach_and_rate")
    everything, box = shown(visit.page), canvas.bounding_box()
    assert box
    pen = visit.context.new_cdp_session(visit.page)
    for part, kind in ((0.6, "mousePressed"), (0.8, "mouseMoved"), (0.99, "mouseMoved"), (0.99, "mouseReleased")):
        place = {"x": box["x"] + box["width"] * part, "y": box["y"] + box["height"] * (part - 0.55) * 2}
        told = {"type": kind, "button": "left", "buttons": int(kind != "mouseReleased"), "pointerType": "pen"}
        pen.send("Input.dispatchMouseEvent", {**told, **place, "clickCount": 1})
    assert 0 < shown(visit.page) < everything
    assert "those marked in the chart" in said(visit.page)
