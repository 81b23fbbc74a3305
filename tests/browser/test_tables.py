"""Tables in a real Chromium: they are searched, filtered and sorted, keep their heads in view and fit a phone."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import MONTH, Built, SiteOf
from tests.browser.visits import DESKTOP, PHONE, Visit

pytestmark = [pytest.mark.browser]
NOTES = f"{MONTH}/notes.html"
RANKS = f"{MONTH}/search-rank.html"


def rows(page: Page) -> Locator:
    return page.locator("#all_notes tbody tr:visible")


def column(page: Page, key: str) -> list[str]:
    """What the visible rows say in the column, without the line below a title."""
    found: list[str] = page.evaluate(
        """key => {
            const place = document.querySelector(`#all_notes th[data-key="${key}"]`).cellIndex;
            return [...document.querySelectorAll("#all_notes tbody tr")].filter(row => row.offsetHeight)
                .map(row => row.cells[place]).map(cell => cell.textContent
                    .slice(0, cell.textContent.length - (cell.querySelector(".q")?.textContent.length ?? 0)).trim());
        }""",
        key,
    )
    return found


def number(text: str) -> float | None:
    return None if text == "–" else float(re.sub(r"[,%]", "", text).replace("−", "-"))


def head(page: Page, key: str) -> Locator:
    return page.locator(f"#all_notes th[data-key={key}]")


def search(page: Page, words: str) -> None:
    page.get_by_role("searchbox").fill(words)


def count(page: Page) -> tuple[int, int]:
    """“12 of 149 notes”, or in Chinese the other way round."""
    shown, whole = sorted(int(figure) for figure in re.findall(r"\d+", page.locator(".rg-tools output").inner_text()))
    return shown, whole


# -- sorting


@pytest.mark.parametrize("key", ["impressions", "views", "saves", "save_rate", "comments"])
def test_figures_sort_from_the_largest_and_back_and_what_is_not_known_stays_last(
    visit: Visit, demo: Built, key: str
) -> None:
    page = visit.open(demo.address, NOTES)
    if key == "saves":  # which the page comes sorted by
        head(page, "views").get_by_role("button").click()
    for direction in ("descending", "ascending"):
        head(page, key).get_by_role("button").click()
        expect(head(page, key)).to_have_attribute("aria-sort", direction)
        values = [number(text) for text in column(page, key)]
        known = [value for value in values if value is not None]
        assert len(set(known)) > 5
        assert known == sorted(known, reverse=direction == "descending")
        assert values == known + [None] * (len(values) - len(known))
    expect(page.locator("#all_notes th[aria-sort]")).to_have_count(1)


def test_days_sort_by_the_calendar_and_not_by_their_letters(visit: Visit, demo: Built) -> None:
    page = visit.open(demo.address, NOTES)
    head(page, "published").get_by_role("button").click()
    days: list[str] = page.eval_on_selector_all(
        "#all_notes tbody td[data-value]",
        "all => all.filter(cell => cell.offsetHeight).map(cell => cell.dataset.value)",
    )
    assert days == sorted(days, reverse=True)
    assert days[0].startswith(MONTH)


def test_titles_sort_as_the_page_s_language_sorts_them(visit: Visit, demo: Built) -> None:
    page = visit.open(demo.address, NOTES)
    head(page, "note").get_by_role("button").click()
    titles = column(page, "note")
    compared = page.evaluate("all => all.slice().sort(new Intl.Collator('en', { numeric: true }).compare)", titles)
    assert titles == compared


def test_the_page_says_what_it_is_sorted_by_before_anybody_sorts(visit: Visit, demo: Built) -> None:
    page = visit.open(demo.address, NOTES)
    expect(head(page, "saves")).to_have_attribute("aria-sort", "descending")
    saves = [number(text) or 0 for text in column(page, "saves")]
    assert saves == sorted(saves, reverse=True)


# -- searching and filtering


@pytest.mark.parametrize("asked", ["咖啡", "kopi GUIDES", "ＫＯＰＩ　guides", "  guides   咖啡 "])
def test_a_search_finds_every_word_whatever_its_width_and_case(visit: Visit, demo: Built, asked: str) -> None:
    page = visit.open(demo.address, NOTES)
    whole = rows(page).count()
    search(page, asked)
    told, all_ = count(page)
    assert 0 < told < all_
    assert all_ == whole
    assert rows(page).count() == told
    words = asked.replace("ＫＯＰＩ", "kopi").lower().split()
    for text in rows(page).all_text_contents():
        assert all(word in text.lower() for word in words)


def test_choices_come_from_the_table_and_narrow_it(visit: Visit, demo: Built) -> None:
    page = visit.open(demo.address, NOTES)
    for name, key in (("Pillar", "pillar"), ("Format", "format")):
        expected = set(column(page, key)) - {"–"}
        offered = page.get_by_label(name, exact=True).locator("option").all_text_contents()[1:]
        assert set(offered) == expected
    page.get_by_label("Format", exact=True).select_option("video")
    assert set(column(page, "format")) == {"video"}
    page.get_by_label("Remarks", exact=True).select_option("new")
    assert all("new" in text for text in column(page, "flags"))
    assert count(page)[0] == rows(page).count()


def test_nothing_found_says_so_and_how_to_go_on(visit: Visit, demo: Built) -> None:
    page = visit.open(demo.address, NOTES)
    whole = rows(page).count()
    search(page, "nobody wrote this")
    expect(page.locator("#all_notes .rg-none")).to_be_visible()
    assert rows(page).count() == 0
    page.get_by_role("button", name="Clear").click()
    expect(page.locator("#all_notes .rg-none")).to_be_hidden()
    expect(page.get_by_role("searchbox")).to_be_focused()
    expect(page.get_by_role("searchbox")).to_have_value("")
    assert rows(page).count() == whole
    expect(page.get_by_role("button", name="Clear")).to_be_hidden()


@pytest.mark.parametrize("from_folder", [False, True], ids=["server", "folder"])
def test_a_view_can_be_linked_to(browser: Browser, demo: Built, from_folder: bool) -> None:
    site = demo.folder.as_uri() if from_folder else demo.address
    with Visit(browser) as first, Visit(browser) as second:
        page = first.open(site, NOTES)
        search(page, "咖啡")
        page.get_by_label("Format", exact=True).select_option("images")
        head(page, "comments").get_by_role("button").click()
        page.wait_for_url(re.compile(r"#all_notes\?.*sort=-comments"))
        linked = second.page
        linked.goto(page.url)
        assert column(linked, "note") == column(page, "note")
        expect(linked.get_by_role("searchbox")).to_have_value("咖啡")
        expect(head(linked, "comments")).to_have_attribute("aria-sort", "descending")
        expect(linked.locator("#all_notes thead")).to_be_in_viewport()
        assert first.problems + second.problems == []


def test_an_address_that_makes_no_sense_shows_everything(visit: Visit, demo: Built) -> None:
    page = visit.open(demo.address, f"{NOTES}#all_notes?sort=-nonsense&nonsense=1&pillar=")
    assert count(page)[0] == count(page)[1] == rows(page).count()


def test_the_keyboard_alone_is_enough(visit: Visit, demo: Built) -> None:
    page = visit.open(demo.address, NOTES)
    page.get_by_role("searchbox").focus()
    page.keyboard.type("kopi")
    for _ in range(3):
        page.keyboard.press("Tab")
    expect(page.get_by_label("Remarks", exact=True)).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Clear")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(head(page, "note")).to_have_attribute("aria-sort", "ascending")
    expect(head(page, "note").get_by_role("button")).to_be_focused()


def test_without_javascript_the_whole_table_is_there_and_no_tool_that_does_nothing(
    browser: Browser, demo: Built
) -> None:
    with Visit(browser) as live, Visit(browser, scripts=False) as still:
        everything = count(live.open(demo.address, NOTES))[1]
        page = still.open(demo.address, NOTES)
        assert rows(page).count() == everything
        assert page.locator("#all_notes :is(button, input, select)").count() == 0
        box = page.locator(".rg-tools").bounding_box()
        assert box is None or box["height"] == 0


def test_on_a_phone_there_is_an_order_to_choose_and_what_columns_said_is_below_titles(
    browser: Browser, demo: Built
) -> None:
    with Visit(browser, PHONE) as visit:
        page = visit.open(demo.address, NOTES)
        expect(head(page, "published")).to_be_hidden()
        page.get_by_label("Sort by", exact=True).select_option(label="Sort by Published")
        page.wait_for_url(re.compile("sort=-published"))
        expect(page.locator("#all_notes tbody .q").first).to_be_visible()
        expect(page.locator("#all_notes tbody .q").first).to_contain_text("Oct")


# -- many rows


def test_of_nine_hundred_notes_two_hundred_stand_there_until_more_are_asked_for(
    browser: Browser, site_of: SiteOf
) -> None:
    """Searching and sorting take all of them into account."""
    with Visit(browser) as visit:
        page = visit.open(site_of("nine-hundred", "mkdocs").address, f"en/{NOTES}")
        whole = count(page)[1]
        assert whole > 800
        assert rows(page).count() == 200
        head(page, "comments").get_by_role("button").click()
        head(page, "comments").get_by_role("button").click()
        fewest = [number(text) for text in column(page, "comments")]
        assert fewest == sorted(fewest, key=lambda value: (value is None, value or 0))
        page.get_by_role("button", name=f"Show all {whole} notes").click()
        assert rows(page).count() == whole
        every = [value for text in column(page, "comments") if (value := number(text)) is not None]
        assert fewest == sorted(every)[:200]
        assert visit.problems == []


def test_a_long_table_is_cut_in_two_and_opens_without_a_script(browser: Browser, site_of: SiteOf) -> None:
    with Visit(browser, scripts=False) as visit:
        page = visit.open(site_of("forty-keywords", "mkdocs").address, RANKS)
        table = page.locator("#keyword_moves table")
        expect(table).to_have_count(2)
        assert table.first.locator("tbody tr").count() == 12
        expect(table.last).to_be_hidden()
        page.locator("#keyword_moves summary").click()
        expect(table.last).to_be_visible()
        lefts = [[cell["x"] for cell in cells(one)] for one in table.all()]
        assert lefts[0] == pytest.approx(lefts[1], abs=0.5)


def cells(table: Locator) -> list[dict[str, float]]:
    """Where a table's heads stand."""
    found: list[dict[str, float]] = table.locator("thead th").evaluate_all(
        "all => all.map(head => head.getBoundingClientRect().toJSON())"
    )
    return found


# -- heads


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
@pytest.mark.parametrize(("slug", "path", "table"), [
    ("client-x", NOTES, "all_notes"), ("forty-keywords", RANKS, "keyword_moves"),
    ("client-x", f"{MONTH}/saves.html", "top_notes"),
])  # fmt: skip
def test_heads_stay_below_the_page_s_head_while_rows_pass(
    browser: Browser, site_of: SiteOf, slug: str, path: str, table: str, width: int
) -> None:
    with Visit(browser, width) as visit:
        page = visit.open(site_of(slug, "mkdocs").address, path)
        row = page.locator(f"#{table} table").first.locator("tbody tr:visible").nth(6)
        row.evaluate("row => window.scrollTo(0, row.getBoundingClientRect().top + scrollY - 200)")
        bar, heads, rows = (
            edges(page, "document.querySelector('.md-header')"),
            edges(page, f"document.querySelector('#{table} thead th')"),
            edges(page, f"document.querySelectorAll('#{table} tbody tr')[6]"),
        )
        assert bar["bottom"] - 2 <= heads["top"] <= bar["bottom"] + 1
        assert heads["bottom"] <= rows["top"]
        covered = page.evaluate(
            "([x, y]) => document.elementFromPoint(x, y).closest('thead') !== null",
            [heads["left"] + 3, (heads["top"] + heads["bottom"]) / 2],
        )
        assert covered


def edges(page: Page, element: str) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate(f"{element}.getBoundingClientRect().toJSON()")
    return found


# -- what stands in cells


@pytest.mark.parametrize("slug", ["long-names", "nine-hundred", "forty-keywords"])
@pytest.mark.parametrize("width", [360, 800, DESKTOP])
def test_figures_stay_on_one_line_in_their_column_and_nothing_is_wider_than_its_table(
    browser: Browser, site_of: SiteOf, slug: str, width: int
) -> None:
    built = site_of(slug, "mkdocs")
    with Visit(browser, width) as visit:
        for path in built.pages(""):
            page = visit.open(built.address, path)
            assert page.evaluate(_SPILT) == [], path


# Cells whose text stands outside them, and figures on two lines. What is for voices alone takes no room.
_SPILT = """() => [...document.querySelectorAll("table.rg-table tbody :is(th, td):not(.scale)")]
    .filter(cell => cell.offsetHeight && cell.textContent.trim()).flatMap(cell => {
        const range = document.createRange();
        range.selectNodeContents(cell);
        const text = range.getBoundingClientRect(), box = cell.getBoundingClientRect();
        const spilt = text.left < box.left - 1 || text.right > box.right + 1;
        const broken = cell.classList.contains("num") && text.height > 1.6 * parseFloat(getComputedStyle(cell).lineHeight);
        return spilt || broken ? [`${cell.closest("[data-listing]").id}: ${cell.textContent}`] : [];
    })"""


def test_a_picture_in_a_cell_is_told_to_voices(visit: Visit, demo: Built) -> None:
    page = visit.open(demo.address, f"{MONTH}/saves.html")
    strip = page.locator("#traits td.scale:has(.rg-span:not(.is-move))").first
    assert strip.get_attribute("role") is None  # it stays a cell of its table
    assert re.fullmatch(r"95% interval [\d.]+% to [\d.]+%", strip.text_content() or "")


def test_an_empty_cell_says_that_there_is_nothing(visit: Visit, demo: Built) -> None:
    for path in demo.pages(""):
        page = visit.open(demo.address, path)
        visit.settle()
        empty = page.eval_on_selector_all(
            "table.rg-table tbody :is(th, td):not(.scale)",
            "all => all.filter(cell => !cell.textContent.trim()).map(cell => cell.closest('[data-listing]').id)",
        )
        assert empty == [], path


def test_every_table_has_a_name_and_its_rows_and_columns_have_heads(visit: Visit, demo: Built) -> None:
    for path in demo.pages("")[:-1]:
        page = visit.open(demo.address, path)
        visit.settle()
        nameless = page.eval_on_selector_all(
            "table.rg-table",
            """all => all.filter(table => !(table.getAttribute("aria-labelledby") || "").split(" ")
                .every(id => document.getElementById(id)?.textContent.trim())
                || [...table.tHead.rows[0].cells].some(head => head.scope !== "col")
                || [...table.tBodies[0].rows].some(row => row.cells[0].scope !== "row"))
                .map(table => table.outerHTML.slice(0, 200))""",
        )
        assert nameless == [], path
