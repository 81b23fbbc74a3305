"""The demo client's site without a mouse: everything is reached, in the order in which it is seen, and nothing holds on."""

from __future__ import annotations

from typing import TypedDict

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import DEMO, MONTH, SiteOf
from tests.browser.visits import DESKTOP, PHONE, Visit

# What Tab comes through, in this order. What is in none of them is nowhere on the page.
PARTS = {
    "skip link": ".rg-skip",
    "name": ".md-header__title",
    "months": ".md-version",
    "schemes": ".rg-schemes",
    "languages": ".rg-languages",
    "tabs": ".md-tabs",
    "page": "main",
    "foot": "footer",
}
_STOP = """parts => {
    const at = document.activeElement, box = at.getBoundingClientRect(), style = getComputedStyle(at);
    if (at === document.body || at === document.documentElement) return null;
    at.dataset.seen = "";
    // A hidden input's ring is drawn on its label.
    const label = at.matches("input[type=radio], input[type=checkbox]") && at.nextElementSibling;
    const drawn = label && label.matches("label") ? getComputedStyle(label) : style;
    const within = (value, most) => Math.min(Math.max(value, 0), most - 1);
    const [line] = at.getClientRects();
    const spot = document.elementFromPoint(
        within(line.x + line.width / 2, innerWidth), within(line.y + line.height / 2, innerHeight));
    return {
        name: (at.tagName + " " + (at.getAttribute("aria-label") || at.textContent)).trim().replace(/\\s+/g, " ").slice(0, 60),
        part: Object.keys(parts).find(part => at.closest(parts[part])) || "nowhere",
        ringed: drawn.outlineStyle !== "none" && parseFloat(drawn.outlineWidth) >= 1,
        in_view: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
        covered: !label && !(spot && (at.contains(spot) || spot.contains(at))),
    };
}"""
_MISSED = """() => [...document.querySelectorAll("a[href], button, input, select, summary, [tabindex='0']")]
    .filter(e => !("seen" in e.dataset) && !e.disabled && e.tabIndex >= 0 && e.type !== "radio"
        && e.checkVisibility({ visibilityProperty: true }))
    .map(e => e.tagName + " " + (e.getAttribute("aria-label") || e.textContent).trim().slice(0, 40))"""

pytestmark = [pytest.mark.browser]


class Stop(TypedDict):
    """Where Tab came to."""

    name: str
    part: str
    ringed: bool
    in_view: bool
    covered: bool


def walk(page: Page, key: str = "Tab") -> list[Stop]:
    """Every stop from where the focus is to the end of the page."""
    stops: list[Stop] = []
    while len(stops) < 600:
        page.keyboard.press(key)
        if (stop := page.evaluate(_STOP, PARTS)) is None:
            return stops
        stops.append(stop)
    raise AssertionError(f"{key} never comes to an end: {[stop['name'] for stop in stops[-5:]]}")


def tab_to(page: Page, condition: str) -> None:
    """Tab, until what has the focus is as it should be: `at` in the condition."""
    for _ in range(100):
        page.keyboard.press("Tab")
        if page.evaluate(f"(at => {condition})(document.activeElement)"):
            return
    raise AssertionError(f"Tab never comes to where {condition}")


def without_repeats(names: list[str]) -> list[str]:
    return [name for name, before in zip(names, [None, *names], strict=False) if name != before]


@pytest.mark.parametrize(
    ("width", "name"), [(DESKTOP, "saves"), (PHONE, "index"), (DESKTOP, "notes"), (PHONE, "method")]
)
def test_tab_comes_past_everything_in_order_and_shows_where_it_is(
    browser: Browser, site_of: SiteOf, width: int, name: str
) -> None:
    with Visit(browser, width) as visit:
        page = visit.open(site_of(DEMO, "mkdocs").address, f"{MONTH}/{name}.html")
        visit.scroll()
        page.evaluate("scrollTo(0, 0)")
        stops = walk(page)
        assert without_repeats([stop["part"] for stop in stops]) == list(PARTS)
        assert [stop["name"] for stop in stops if not stop["ringed"]] == [], "have no ring"
        assert [stop["name"] for stop in stops if not stop["in_view"]] == [], "are out of sight"
        assert [stop["name"] for stop in stops if stop["covered"]] == [], "lie under something else"
        assert page.evaluate(_MISSED) == [], "are never reached"
        back = walk(page, "Shift+Tab")[: len(stops)]
        assert [stop["name"] for stop in reversed(back)] == [stop["name"] for stop in stops]


def test_the_skip_link_leads_past_the_head(browser: Browser, site_of: SiteOf) -> None:
    with Visit(browser) as visit:
        page = visit.open(site_of(DEMO, "mkdocs").address, f"{MONTH}/saves.html")
        page.keyboard.press("Tab")
        expect(page.locator(".rg-skip")).to_be_focused()
        expect(page.locator(".rg-skip")).to_be_visible()
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('main') !== null")


def test_the_menu_of_months_opens_closes_and_leads_on(browser: Browser, site_of: SiteOf) -> None:
    with Visit(browser) as visit:
        page = visit.open(site_of(DEMO, "mkdocs").address, f"{MONTH}/saves.html")
        button, link = page.locator("button.md-version__current"), page.locator(".md-version__link").first
        button.focus()
        page.keyboard.press("Enter")
        expect(button).to_have_attribute("aria-expanded", "true")
        expect(link).to_be_visible()
        page.keyboard.press("Tab")
        expect(link).to_be_focused()
        page.keyboard.press("Escape")
        expect(button).to_have_attribute("aria-expanded", "false")
        expect(button).to_be_focused()
        expect(link).to_be_hidden()


@pytest.mark.parametrize("path", [f"{MONTH}/saves.html", "archive.html"])
def test_space_changes_the_scheme_and_keeps_the_focus(browser: Browser, site_of: SiteOf, path: str) -> None:
    with Visit(browser) as visit:
        page = visit.open(site_of(DEMO, "mkdocs").address, path)
        tab_to(page, "at.closest('.rg-schemes') !== null")
        page.keyboard.press("Space")
        expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
        assert page.evaluate("document.activeElement.closest('.rg-schemes') !== null")
        page.keyboard.press("Space")
        expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "default")


def test_the_menu_of_languages_leads_on(browser: Browser, site_of: SiteOf) -> None:
    with Visit(browser) as visit:
        page = visit.open(site_of(DEMO, "mkdocs").address, f"{MONTH}/saves.html")
        tab_to(page, "at.matches('.rg-languages button')")
        page.keyboard.press("Enter")
        tab_to(page, "at.lang === 'zh-Hans'")
        page.keyboard.press("Enter")
        page.wait_for_url(f"**/zh/{MONTH}/saves.html")


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_a_key_sorts_a_table_and_opens_a_fold(browser: Browser, site_of: SiteOf, key: str) -> None:
    address = site_of(DEMO, "mkdocs").address
    with Visit(browser) as visit:
        page = visit.open(address, f"{MONTH}/notes.html")
        head = page.locator("table.is-live thead th[data-kind=count]").first
        head.locator("button").focus()
        page.keyboard.press(key)
        expect(head).to_have_attribute("aria-sort", "descending")
        page = visit.open(address, f"{MONTH}/saves.html")
        fold = page.locator("details").first
        fold.locator("summary").focus()
        page.keyboard.press(key)
        expect(fold).to_have_js_property("open", True)


@pytest.mark.parametrize("path", [f"{MONTH}/index.html", f"{MONTH}/saves.html", f"{MONTH}/notes.html", "archive.html"])
def test_nothing_moves_for_readers_who_asked_for_rest(browser: Browser, site_of: SiteOf, path: str) -> None:
    with Visit(browser, calm=True) as visit:
        page = visit.open(site_of(DEMO, "mkdocs").address, path)
        visit.scroll()
        moving = page.evaluate("""() => [...document.querySelectorAll("*")].flatMap(element => [null, "::before", "::after"]
            .map(part => getComputedStyle(element, part))
            .filter(s => [...s.transitionDuration.split(","), ...s.animationDuration.split(",")].some(t => parseFloat(t) > .01)
                || s.scrollBehavior === "smooth")
            .map(s => `${element.tagName}.${element.getAttribute("class")} ${s.transitionDuration} ${s.animationDuration}`))""")
        assert [*dict.fromkeys(moving)] == []
