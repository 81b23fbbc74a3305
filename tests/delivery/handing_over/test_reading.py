"""A reader opens an encrypted report from a folder, with the passphrase alone, and reads it as on the site."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html import escape
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from report_gen.delivery import sealed
from report_gen.delivery.gate import Cleared
from report_gen.delivery.release import Release
from tests.browser import inspection
from tests.browser.visits import DESKTOP, PHONE, Visit, until
from tests.delivery.agencies import OCTOBER
from tests.delivery.handing_over.sealing import CHANCE, PHRASE

PAGES = f"?{OCTOBER}/"
READY = "document.readyState === 'complete'"

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def path(file: bytes, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file, at a place whose name a browser has to quote."""
    made = tmp_path_factory.mktemp("下载 100%") / "report 1#.html"
    made.write_bytes(file)
    return made


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    """A reader at a desk, to whom nothing went wrong, and who asked nobody for anything."""
    with Visit(browser) as made:
        yield made
        assert (made.problems, made.other_hosts) == ([], set())
        assert {url.split(":")[0] for url in made.asked} <= {"file", "data", "blob"}
        assert len({url.split("?")[0] for url in made.asked if url.startswith("file:")}) == 1


# -- opening it


def lock(visit: Visit, path: Path, address: str = "") -> Page:
    visit.page.goto(path.as_uri() + address)
    return visit.page


def said(page: Page, words: str) -> Locator:
    """That message in English; there are all of them, and one is to see."""
    return page.get_by_role("status").locator("[lang=en]", has_text=words)


def unlock(visit: Visit, path: Path, address: str = "", phrase: str = PHRASE) -> Page:
    page = lock(visit, path, address)
    page.get_by_label("Passphrase").fill(phrase)
    page.keyboard.press("Enter")
    page.locator(".rg-mast").wait_for()
    until(page, READY)
    return page


def test_a_wrong_passphrase_is_told_and_shows_nothing_and_the_right_one_opens_then(visit: Visit, path: Path) -> None:
    page = lock(visit, path)
    expect(page.get_by_label("Passphrase")).to_be_focused()
    for wrong in ("wrong", PHRASE.upper()):
        page.get_by_label("Passphrase").fill(wrong)
        page.keyboard.press("Enter")
        expect(said(page, "This passphrase doesn’t open the file.")).to_be_visible()
        expect(page.get_by_label("Passphrase")).to_be_focused()
    assert "Kopi" not in page.content()
    page.get_by_label("Passphrase").fill(
        f" {PHRASE.replace('c', 'ｃ')}\u3000"
    )  # as a Chinese keyboard and a paste write it
    page.get_by_role("button").click()
    expect(page).to_have_title("Overview, October 2026 – Kopi & Kaya")


@pytest.mark.parametrize(("part", "other"), [
    (b'"rounds":1', b'"rounds":2'),
    (b'"cipher":"AES', b'"cipher": "AES'),
    (b'id="body">', b'id="body">AAAA'),
])  # fmt: skip
def test_a_file_that_was_changed_opens_no_more(
    visit: Visit, file: bytes, tmp_path: Path, part: bytes, other: bytes
) -> None:
    assert file.count(part) == 1
    changed = tmp_path / "changed.html"
    changed.write_bytes(file.replace(part, other))
    page = lock(visit, changed)
    page.get_by_label("Passphrase").fill(PHRASE)
    page.keyboard.press("Enter")
    expect(said(page, "the file was damaged")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False])
def test_where_a_browser_can_t_open_it_the_page_says_so(browser: Browser, path: Path, scripts: bool) -> None:
    with Visit(browser, scripts=scripts) as visit:
        visit.page.add_init_script("delete window.DecompressionStream")
        page = lock(visit, path)
        expect(said(page, "This file has to be opened in a browser")).to_be_visible()
        expect(page.locator("form")).to_be_hidden()


@pytest.mark.parametrize(("width", "scheme"), [(PHONE, "dark"), (DESKTOP, "light")])
def test_what_asks_for_the_passphrase_is_fit_for_everybody(
    browser: Browser, path: Path, width: int, scheme: str
) -> None:
    with Visit(browser, width, scheme) as visit:
        page = lock(visit, path)
        page.get_by_label("Passphrase").fill("wrong")
        page.get_by_role("button").click()
        expect(page.locator("[data-says=wrong]")).to_be_visible()
        assert [*inspection.of_axe(page), *inspection.of_sight(page, inspection.Wanted("en"))] == []
        page.get_by_label("Show what I type").check()
        expect(page.get_by_label("Passphrase", exact=False).first).to_have_attribute("type", "text")


# -- reading it


def walk(page: Page) -> Iterator[str]:
    """Every page that its links lead to, by the path in its address: a language's pages, its list of months, the next one's."""
    for switch in (".rg-languages a[hreflang=zh-Hans]", ".rg-languages a[hreflang=en]"):
        for tab in range(page.locator(".md-tabs__link").count()):
            page.locator(".md-tabs__link").nth(tab).click()
            expect(page.locator(".md-tabs__link").nth(tab)).to_have_attribute("aria-current", "page")
            yield page.url.partition("?")[2]
        page.locator(".md-footer a").click()
        expect(page.locator(".rg-archive tbody th")).to_have_count(1)
        yield page.url.partition("?")[2]
        page.locator(".rg-archive tbody th a").click()
        page.locator(".rg-languages button").click()
        page.locator(switch).click()


def test_every_page_is_a_link_away_and_is_that_of_the_site(visit: Visit, path: Path, release: Release) -> None:
    page, seen = unlock(visit, path), {}
    for place in walk(page):
        seen[place] = (page.title(), page.locator(".rg h1").inner_text())
    assert {*seen} == {one for one in release.files if one.endswith(".html")} - {"index.html", "zh/index.html"}
    for place, (title, _) in seen.items():
        assert f"<title>{escape(title, quote=False)}</title>" in release.read(place).decode()
    assert len({heading for _, heading in seen.values()}) > 10


def live(visit: Visit) -> int:
    """How many charts there are, all of them alive."""
    visit.scroll()
    states = visit.page.locator(".rg-canvas:visible").evaluate_all("all => all.map(one => one.dataset.state)")
    assert set(states) == {"live"}
    return len(states)


def test_charts_come_alive_on_one_page_after_the_other_and_speak_its_language(visit: Visit, path: Path) -> None:
    page = unlock(visit, path)
    assert live(visit) > 3
    for switch in (".md-tabs__link[href$='saves.html']", ".rg-languages a[hreflang=zh-Hans]"):
        page.locator(switch).evaluate("link => link.click()")
        until(page, READY)
        assert live(visit) > 3
    chart = page.locator(".rg-canvas[tabindex]:visible").first
    assert "方向键" in str(chart.get_attribute("aria-label"))
    chart.press("End")
    expect(chart.locator(".rg-tip")).to_be_visible()


def test_on_a_phone_in_the_dark_it_is_the_page_of_the_site(browser: Browser, path: Path) -> None:
    with Visit(browser, PHONE, "dark") as visit:
        page = unlock(visit, path)
        assert live(visit) > 3
        assert list(inspection.of_sight(page, inspection.Wanted("en", (".md-version button",)))) == []
        expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
        page.locator(".rg-schemes button:visible").click()
        expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "default")
        page.locator(".md-tabs__link").nth(1).click()
        expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "default")
        assert (visit.problems, visit.other_hosts) == ([], set())


@pytest.mark.parametrize(
    ("place", "kind"), [("index", "pdf"), ("saves", "csv"), ("zh/notes", "xlsx"), ("zh/index", "pdf")]
)
def test_what_is_saved_is_the_file_of_the_site_under_its_name(
    visit: Visit, path: Path, release: Release, place: str, kind: str
) -> None:
    folder, _, name = place.rpartition("/")
    base = f"{folder}/{OCTOBER}".lstrip("/")
    page = unlock(visit, path, f"?{base}/{name}.html")
    with page.expect_download() as download:
        page.locator(f"a[download$='.{kind}']").first.evaluate("link => link.click()")
    saved = download.value
    (wanted,) = [
        one for one in release.files if one.startswith(f"{base}/") and one.endswith(f"/{saved.suggested_filename}")
    ]
    assert Path(saved.path()).read_bytes() == release.read(wanted)


def test_back_and_forward_lead_through_the_pages_and_to_where_the_reader_was(visit: Visit, path: Path) -> None:
    page = unlock(visit, path)
    page.evaluate("history.scrollRestoration = 'manual'")  # as in browsers that don't remember it themselves
    page.evaluate("scrollTo(0, 700)")
    page.locator("a[href*='saves.html']").last.evaluate("link => link.click()")
    expect(page).to_have_title(re.compile("^Saves"))
    page.go_back()
    expect(page).to_have_title(re.compile("^Overview"))
    until(page, "scrollY === 700")
    page.go_forward()
    expect(page).to_have_title(re.compile("^Saves"))
    until(page, "scrollY === 0")


def test_an_address_with_a_part_of_a_page_leads_there(visit: Visit, path: Path) -> None:
    """Also when the file is opened with it; what is asked for can be passed on among those who have the file."""
    page = unlock(visit, path, f"{PAGES}method.html#sources")
    expect(page.locator("#sources > details")).to_have_attribute("open", "")
    until(page, "scrollY > 100")
    page.locator(".md-tabs__link[href$='saves.html']").click()
    title = page.locator("#age_curve h2")
    title.hover()
    title.locator(".rg-anchor").click()
    assert page.url.endswith(f"{PAGES}saves.html#age_curve")
    page.go_back()
    expect(page).to_have_title(re.compile("^Saves"))
    page.go_back()
    expect(page).to_have_title(re.compile("^Method"))


def test_what_a_reader_has_chosen_of_a_table_stays_in_the_address(visit: Visit, path: Path) -> None:
    page = unlock(visit, path, f"{PAGES}notes.html")
    page.get_by_role("searchbox").fill("kopi")
    page.wait_for_url("**#all_notes?q=kopi")
    page.locator(".md-tabs__link").first.click()
    page.go_back()
    expect(page.get_by_role("searchbox")).to_have_value("kopi")


def test_what_a_page_has_begun_ends_with_it(visit: Visit, path: Path) -> None:
    """Here the address that a table writes a moment after the last key."""
    page = unlock(visit, path, f"{PAGES}notes.html")
    page.evaluate("setTimeout(() => { window.late = true; }, 50); window.left = true;")
    page.locator(".md-tabs__link").first.click()
    page.evaluate("new Promise(done => setTimeout(done, 100))")
    assert page.evaluate("[window.late, window.left]") == [None, None]


def test_opened_again_it_asks_again(visit: Visit, path: Path) -> None:
    page = unlock(visit, path)
    page.reload()
    expect(page.get_by_label("Passphrase")).to_be_focused()
    assert "Kopi" not in page.content()
    assert page.evaluate("[{...localStorage}, {...sessionStorage}, document.cookie]")[1:] == [{}, ""]


def test_a_link_out_of_the_report_opens_beside_it_and_a_senseless_one_does_no_harm(
    visit: Visit, cleared: Cleared, release: Release, tmp_path: Path
) -> None:
    """A senseless one leads nowhere in the site either."""
    first = f"{OCTOBER}/index.html"
    links = b"<a id=out href='https://elsewhere.example/'>out</a><a id=senseless href='http://['>senseless</a></body>"
    content = release.read(first).replace(b"</body>", links)
    path = tmp_path / "links.html"
    path.write_bytes(sealed.page(cleared, replace(release, files={**release.files, first: content}), PHRASE, CHANCE))
    page = unlock(visit, path)
    expect(page.locator("#out")).to_have_attribute("target", "_blank")
    expect(page.locator("#out")).to_have_attribute("rel", "noopener noreferrer")
    page.locator("#senseless").evaluate("link => link.dispatchEvent(new MouseEvent('click', { bubbles: true }))")
    expect(page).to_have_title(re.compile("^Overview"))


def test_its_own_rules_let_a_page_load_nothing(browser: Browser, path: Path) -> None:
    with Visit(browser) as visit:
        page = unlock(visit, path)
        page.evaluate("document.body.append(Object.assign(new Image(), { src: 'https://stranger.example/x.png' }))")
        assert (
            page.evaluate("fetch('https://stranger.example/y').then(() => 'let through', () => 'refused')") == "refused"
        )
        told = " ".join(visit.problems)
        assert "Loading the image 'https://stranger.example/x.png' violates" in told
        assert "Connecting to 'https://stranger.example/y' violates" in told
