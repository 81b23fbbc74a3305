"""The finished site in a real Chromium: from a server on loopback, and opened from a folder."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from report_gen.workspace import Client
from tests import sites, stories
from tests.browser import inspection
from tests.browser.visits import DESKTOP, PHONE, Visit, serving
from tests.conftest import Once
from tests.test_pages import Outline

PAGES = ("index", "saves", "comments", "search-rank", "click-throughs", "notes", "method")
CHARTED = PAGES[:-1]

pytestmark = [pytest.mark.browser]


@pytest.fixture(scope="module")
def client(once: Once) -> Client:
    """Two months, the second with hostile titles in every other note."""
    story, months = stories.story(hostile=True), ("2026-09", "2026-10")
    return sites.a_client(once("hostile", lambda root: sites.build(sites.a_client(root), story, months)))


@pytest.fixture(scope="module")
def server(client: Client) -> Iterator[str]:
    with serving(client.site) as address:
        yield address


@pytest.fixture(params=["server", "folder"])
def site(request: pytest.FixtureRequest, client: Client) -> str:
    """Where the site is opened from."""
    return request.getfixturevalue("server") if request.param == "server" else client.site.as_uri()


@pytest.fixture(
    params=[(DESKTOP, "server"), (PHONE, "server"), (DESKTOP, "folder")], ids=lambda param: f"{param[1]}-{param[0]}"
)
def seat(request: pytest.FixtureRequest, client: Client) -> tuple[int, str]:
    """How wide the screen is, and where the site is opened from."""
    width, place = request.param
    return width, request.getfixturevalue("server") if place == "server" else client.site.as_uri()


# -- reading


@pytest.mark.parametrize("page", CHARTED)
def test_without_javascript_every_chart_is_there_to_see(browser: Browser, seat: tuple[int, str], page: str) -> None:
    width, site = seat
    with Visit(browser, width, scripts=False) as visit:
        opened = visit.open(site, f"2026-10/{page}.html")
        charts = opened.locator("[data-chart]").all()
        assert charts
        for chart in charts:
            shown = [box for svg in chart.locator("svg").all() if (box := svg.bounding_box())]
            assert len(shown) == 1
            assert shown[0]["width"] > 100
            assert shown[0]["height"] > 30


@pytest.mark.parametrize("page", CHARTED)
def test_charts_come_alive_when_scrolled_to_and_nothing_moves(
    browser: Browser, seat: tuple[int, str], page: str
) -> None:
    width, site = seat
    with Visit(browser, width) as visit:
        opened = visit.open(site, f"2026-10/{page}.html")
        opened.evaluate("document.fonts.ready")
        before = opened.evaluate("document.documentElement.scrollHeight")
        visit.scroll()
        states = opened.eval_on_selector_all(
            "[data-chart] .rg-canvas", "all => all.filter(c => c.offsetHeight).map(c => c.dataset.state)"
        )
        assert states
        assert set(states) == {"live"}
        # Material's month switcher comes in meanwhile, but takes no room of its own.
        assert abs(opened.evaluate("document.documentElement.scrollHeight") - before) <= 2
        assert visit.problems == []


def test_vega_is_loaded_once_and_only_for_a_reader_who_does_something(browser: Browser, server: str) -> None:
    with Visit(browser) as visit:
        for page in ("method.html", "notes.html#all_notes?sort=-comments", "saves.html#age_curve", "saves.html"):
            visit.open(server, f"2026-10/{page}")
            visit.settle()
            assert not [url for url in visit.asked if "vega" in url]
        visit.scroll()
        assert len([url for url in visit.asked if "vega" in url]) == 1


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_rows_that_a_link_asks_for_are_there_without_others_having_moved(
    browser: Browser, server: str, width: int
) -> None:
    with Visit(browser, width) as visit:
        page = visit.open(server, "2026-10/notes.html#all_notes?q=攻略")
        visit.settle()
        expect(page.locator("#all_notes tbody")).to_have_css("visibility", "visible")
        titles = page.locator("#all_notes tbody tr:visible th").all_inner_texts()
        assert titles
        assert all("攻略" in title for title in titles)
        assert list(inspection.of_shift(page)) == []


def test_a_tooltip_names_the_value(browser: Browser, site: str) -> None:
    with Visit(browser) as visit:
        opened = visit.open(site, "2026-10/saves.html")
        visit.scroll()
        canvas = opened.locator("#save_rate_by_month .rg-canvas.on-wide")
        canvas.scroll_into_view_if_needed()
        # Vega keeps each mark's datum on its element; the last small one with a tooltip is this month's dot.
        spot = canvas.evaluate("""canvas => {
            const marks = [...canvas.querySelectorAll("path")].filter(path => path.__data__ && path.__data__.tooltip);
            const box = marks.map(mark => mark.getBoundingClientRect()).filter(box => box.width < 40).at(-1);
            return [box.x + box.width / 2, box.y + box.height / 2];
        }""")
        opened.mouse.move(*spot)
        tooltip = canvas.locator(".rg-tip")
        expect(tooltip).to_be_visible()
        expect(tooltip).to_have_text(re.compile(r"^October 2026: [\d.]+%"))


def test_a_broken_vega_leaves_the_drawings(browser: Browser, server: str) -> None:
    with Visit(browser) as visit:
        visit.context.route("**/vega.js", lambda route: route.abort())
        opened = visit.open(server, "2026-10/saves.html")
        visit.scroll()
        assert opened.locator("[data-chart] .rg-canvas[data-state=still] svg").count() >= 5


# -- what a page must never do


@pytest.mark.parametrize("page", PAGES)
def test_no_error_no_other_host_and_nothing_out_of_an_export_runs(browser: Browser, site: str, page: str) -> None:
    with Visit(browser) as visit:
        visit.page.on("dialog", lambda dialog: visit.problems.append(dialog.message))
        visit.open(site, f"2026-10/{page}.html")
        visit.scroll()
        visit.page.wait_for_load_state("networkidle")
        assert visit.problems == []
        assert visit.other_hosts == set()
        assert visit.page.locator(".rg img").count() == 0  # the hostile titles' pictures


@pytest.mark.parametrize("page", [*(f"2026-10/{page}" for page in PAGES), "archive"])
def test_nothing_scrolls_sideways(browser: Browser, server: str, page: str) -> None:
    with Visit(browser, PHONE) as visit:
        opened = visit.open(server, f"{page}.html")
        for width in (PHONE, 768, DESKTOP):
            opened.set_viewport_size({"width": width, "height": 900})
            visit.scroll()
            assert opened.evaluate("document.documentElement.scrollWidth") <= width


# -- months, colours, tools


def test_the_month_switcher_lists_both_months_and_stays_on_the_page(browser: Browser, site: str) -> None:
    with Visit(browser) as visit:
        opened = visit.open(site, "2026-10/saves.html")
        expect(opened.locator(".md-version__current")).to_have_text("October 2026")
        opened.locator(".md-version__current").hover()
        expect(opened.locator(".md-version__link")).to_have_text(["October 2026", "September 2026"])
        opened.locator(".md-version__link", has_text="September").click()
        opened.wait_for_url("**/2026-09/saves.html")
        expect(opened.locator(".md-version__current")).to_have_text("September 2026")
        assert visit.problems == []


def test_the_index_leads_to_the_latest_month_and_the_foot_to_all(browser: Browser, site: str) -> None:
    with Visit(browser) as visit:
        opened = visit.open(site, "index.html")
        opened.wait_for_url("**/2026-10/index.html")
        opened.get_by_role("link", name="All months").click()
        opened.wait_for_url("**/archive.html")
        opened.get_by_role("link", name="September 2026", exact=True).click()
        opened.wait_for_url("**/2026-09/index.html")


# -- the languages


@pytest.fixture(scope="module")
def bilingual(once: Once) -> Client:
    """The same two months in English and Chinese, without drawings."""
    months, tongues = ("2026-09", "2026-10"), ("en", "zh")
    return sites.a_client(
        once("bilingual", lambda root: sites.build(sites.a_client(root), stories.story(), months, Outline(), tongues))
    )


@pytest.fixture(scope="module")
def bilingual_server(bilingual: Client) -> Iterator[str]:
    with serving(bilingual.site) as address:
        yield address


@pytest.fixture(params=[(PHONE, "server", True), (DESKTOP, "folder", True), (PHONE, "folder", False)],
                ids=["phone", "folder", "without scripts"])  # fmt: skip
def reader(
    request: pytest.FixtureRequest, bilingual: Client, bilingual_server: str, browser: Browser
) -> Iterator[tuple[Visit, str]]:
    """Somebody on a phone, in a folder, or without JavaScript."""
    width, place, scripts = request.param
    with Visit(browser, width, scripts=scripts) as visit:
        yield visit, bilingual_server if place == "server" else bilingual.site.as_uri()


def change_language(opened: Page, name: str) -> None:
    """As a reader does: opens the menu in the head and takes a language."""
    opened.locator(".rg-languages button").click()
    opened.locator(".md-select__link", has_text=name).click()


def test_the_language_is_changed_on_the_same_page_and_month(reader: tuple[Visit, str]) -> None:
    visit, site = reader
    opened = visit.open(site, "2026-09/saves.html")
    change_language(opened, "中文")
    opened.wait_for_url("**/zh/2026-09/saves.html")
    expect(opened.locator("html")).to_have_attribute("lang", "zh-Hans")
    change_language(opened, "English")
    opened.wait_for_url(lambda url: url.endswith("/2026-09/saves.html") and "/zh/" not in url)
    opened.locator("footer").get_by_role("link", name="All months").click()
    opened.wait_for_url("**/archive.html")
    change_language(opened, "中文")
    opened.wait_for_url("**/zh/archive.html")
    opened.locator("table a").first.click()
    opened.wait_for_url("**/zh/2026-10/index.html")


@pytest.mark.parametrize("page", ["2026-10/index.html", "zh/2026-10/saves.html", "archive.html", "zh/archive.html"])
def test_the_menu_of_languages_lies_within_a_phone_s_page(browser: Browser, bilingual_server: str, page: str) -> None:
    with Visit(browser, PHONE) as visit:
        opened = visit.open(bilingual_server, page)
        expect(opened.locator(".rg-languages")).to_have_count(1)
        opened.locator(".rg-languages button").click()
        expect(opened.locator(".md-select__link").first).to_be_visible()
        assert opened.evaluate("document.documentElement.scrollWidth") == PHONE
        for link in opened.locator(".md-select__link").all():
            box = link.bounding_box()
            assert box
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= PHONE
            assert box["height"] >= 24  # a finger's width


def test_months_are_changed_within_a_language(browser: Browser, bilingual_server: str, bilingual: Client) -> None:
    for site in (bilingual_server, bilingual.site.as_uri()):
        with Visit(browser) as visit:
            opened = visit.open(site, "zh/2026-10/saves.html")
            opened.locator(".md-version__current").hover()
            opened.locator(".md-version__link", has_text="9月").click()
            opened.wait_for_url("**/zh/2026-09/saves.html")


def test_the_choice_of_scheme_holds_in_the_other_language(browser: Browser, bilingual_server: str) -> None:
    with Visit(browser) as visit:
        visit.open(bilingual_server, "2026-10/index.html").get_by_role("button", name="Switch to dark").click()
        for page in ("zh/2026-09/saves.html", "zh/archive.html"):
            opened = visit.open(bilingual_server, page)
            expect(opened.locator("body")).to_have_attribute("data-md-color-scheme", "slate")


# -- colours and tables


@pytest.mark.parametrize(("scheme", "paper"), [("light", "rgb(253, 252, 250)"), ("dark", "rgb(22, 24, 27)")])
def test_the_page_follows_the_system_s_scheme(browser: Browser, server: str, scheme: str, paper: str) -> None:
    with Visit(browser, scheme=scheme) as visit:
        for page in ("2026-10/index.html", "archive.html"):
            opened = visit.open(server, page)
            expect(opened.locator("body")).to_have_css("background-color", paper)


def test_a_chart_keeps_its_colours_when_it_comes_alive_in_the_dark(browser: Browser, server: str) -> None:
    colours = """c => [...c.querySelectorAll('svg *')].map(e => getComputedStyle(e))
        .flatMap(s => [s.fill, s.stroke]).filter(v => v.startsWith('rgb('))"""
    with Visit(browser, scheme="dark") as visit:
        opened = visit.open(server, "2026-10/saves.html")
        canvas = opened.locator("#save_rate_by_month .rg-canvas.on-wide")
        with Visit(browser, scheme="dark", scripts=False) as still:
            drawn = still.open(server, "2026-10/saves.html").locator("#save_rate_by_month .rg-canvas.on-wide")
            before = set(drawn.evaluate(colours))
        visit.scroll()
        after = set(canvas.evaluate(colours))
        assert before <= after
        assert after - before <= {"rgb(0, 0, 0)"}  # what has no fill of its own: groups that hold marks


def test_the_choice_of_scheme_holds_in_other_months(browser: Browser, server: str) -> None:
    with Visit(browser) as visit:
        opened = visit.open(server, "2026-10/index.html")
        opened.get_by_role("button", name="Switch to dark").click()
        for page in ("2026-09/saves.html", "archive.html"):
            visit.open(server, page)
            expect(opened.locator("body")).to_have_attribute("data-md-color-scheme", "slate")


def test_a_chart_s_data_unfold_as_a_table(browser: Browser, server: str) -> None:
    with Visit(browser, scripts=False) as visit:
        opened = visit.open(server, "2026-10/saves.html")
        opened.locator("#save_rate_by_month summary").click()
        table = opened.locator("#save_rate_by_month .rg-data table")
        expect(table).to_be_visible()
        assert table.locator("tbody tr").count() == 13


def test_downloads_are_there(browser: Browser, server: str, client: Client) -> None:
    with Visit(browser) as visit:
        opened = visit.open(server, "2026-10/notes.html")
        with opened.expect_download() as download:
            opened.locator("a[href='data/all_notes.csv']").click()
        assert (
            Path(download.value.path()).read_bytes()
            == (client.site / "2026-10" / "data" / "all_notes.csv").read_bytes()
        )


def test_the_active_tab_is_in_view_on_a_phone(browser: Browser, server: str) -> None:
    with Visit(browser, PHONE) as visit:
        box = visit.open(server, "2026-10/method.html").locator(".md-tabs__item--active").bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= PHONE
