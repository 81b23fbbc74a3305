"""What stands around the pages: menus, schemes, links to parts, print."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from report_gen.workspace import Client
from tests import sites, stories
from tests.browser.visits import DESKTOP, PHONE, Visit, until

pytestmark = [pytest.mark.browser]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Client:
    """Two months in English and Chinese."""
    made = sites.a_client(tmp_path_factory.mktemp("shell"))
    sites.build(made, stories.story(), ("2026-09", "2026-10"), None, ("en", "zh"))
    return made


@pytest.fixture(scope="module")
def folder(client: Client) -> str:
    return client.site.as_uri()


def below_the_head(page: Page, part: str) -> bool:
    """Whether the part begins within what the sticky head leaves free."""
    return bool(page.evaluate("""part => {
        const top = document.querySelector(part).getBoundingClientRect().top;
        return top >= document.querySelector(".md-header").getBoundingClientRect().bottom && top < innerHeight;
    }""", part))  # fmt: skip


# -- menus


def test_the_months_open_by_a_touch_and_close_by_another_and_by_one_elsewhere(browser: Browser, folder: str) -> None:
    with Visit(browser, PHONE) as visit:
        page = visit.open(folder, "2026-10/saves.html")
        button, months = page.locator("button.md-version__current"), page.locator(".md-version__list")
        button.tap()
        expect(months).to_be_visible()
        button.tap()
        expect(months).to_be_hidden()
        button.tap()
        expect(months).to_be_visible()
        page.touchscreen.tap(PHONE / 2, 700)
        expect(months).to_be_hidden()


def test_the_month_that_is_read_is_marked_and_the_others_lead_to_the_same_page(visit: Visit, folder: str) -> None:
    page = visit.open(folder, "2026-10/saves.html")
    page.locator("button.md-version__current").click()
    links = page.locator(".md-version__link")
    expect(links).to_have_count(2)
    assert [link.get_attribute("aria-current") for link in links.all()] == ["true", None]
    assert [str(link.get_attribute("href")).rsplit("/", 2)[1:] for link in links.all()] == [
        ["2026-10", "saves.html"],
        ["2026-09", "saves.html"],
    ]
    expect(page.locator(".rg-version__all")).to_have_attribute("href", "../archive.html")


def test_without_scripts_the_month_leads_to_all_months(browser: Browser, folder: str) -> None:
    with Visit(browser, scripts=False) as visit:
        page = visit.open(folder, "2026-10/saves.html")
        page.locator(".md-version__current").click()
        page.wait_for_url("**/archive.html")


def test_escape_closes_a_menu_and_gives_its_button_the_focus_back(visit: Visit, folder: str) -> None:
    page = visit.open(folder, "zh/2026-10/index.html")
    for button, link in ((".md-version__current", ".md-version__link"), (".rg-languages button", ".md-select__link")):
        page.locator(button).press("Enter")
        expect(page.locator(link).first).to_be_visible()
        page.locator(link).first.focus()
        page.keyboard.press("Escape")
        expect(page.locator(link).first).to_be_hidden()
        expect(page.locator(button)).to_be_focused()


# -- schemes


def test_the_scheme_is_changed_by_the_keyboard_and_the_phone_s_bars_follow(visit: Visit, folder: str) -> None:
    for name in ("2026-10/index.html", "zh/archive.html"):
        page = visit.open(folder, name)
        was = page.locator("body").get_attribute("data-md-color-scheme")
        page.locator(".rg-schemes button:visible").press("Enter")
        expect(page.locator("body")).not_to_have_attribute("data-md-color-scheme", str(was))
        expect(page.locator(".rg-schemes button:visible")).to_be_focused()
        now = page.locator("body").get_attribute("data-md-color-scheme")
        shown = page.eval_on_selector_all(
            "meta[name=theme-color]", "all => all.filter(m => m.media === 'all').map(m => m.dataset.scheme)"
        )
        assert shown == [now]


# -- links to parts


def test_every_part_of_a_page_can_be_linked_to(visit: Visit, client: Client, folder: str) -> None:
    for path in sorted((client.site / "2026-10").glob("*.html")):
        page = visit.open(folder, f"2026-10/{path.name}")
        nameless = page.eval_on_selector_all(
            ".rg h2", "all => all.filter(h => h.closest('[id]').id === 'report').map(h => h.textContent)"
        )
        assert nameless == [], path.name


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_a_link_to_a_part_brings_it_below_the_head(browser: Browser, folder: str, width: int) -> None:
    with Visit(browser, width) as visit:
        page = visit.open(folder, "2026-10/saves.html#age_curve")
        until(page, "scrollY > 100")
        assert below_the_head(page, "#age_curve")


def test_a_link_to_a_part_in_a_fold_opens_it(visit: Visit, folder: str) -> None:
    page = visit.open(folder, "2026-10/method.html#sources")
    expect(page.locator("#sources > details")).to_have_attribute("open", "")
    expect(page.locator("#sources tbody tr").first).to_be_visible()


def test_a_title_shows_its_link_to_whoever_points_at_it(visit: Visit, folder: str) -> None:
    page = visit.open(folder, "2026-10/saves.html")
    link = page.locator("#save_rate_by_month .rg-anchor")
    expect(link).to_have_css("opacity", "0")
    page.locator("#save_rate_by_month h2").hover()
    expect(link).to_have_css("opacity", "1")
    link.click()
    assert page.url.endswith("#save_rate_by_month")


# -- paper


def test_a_page_printed_from_the_dark_is_white_and_says_whose_it_is(
    browser: Browser, folder: str, tmp_path: Path
) -> None:
    with Visit(browser, PHONE, scheme="dark") as visit:
        page = visit.open(folder, "2026-10/saves.html")
        page.pdf(path=tmp_path / "saves.pdf", format="A4", print_background=True, prefer_css_page_size=True)
    words = subprocess.run(
        [str(shutil.which("pdftotext")), "-l", "1", tmp_path / "saves.pdf", "-"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert words.startswith("Kopi & Kaya · October 2026")
    for tool in ("Switch to", "All months", "CSV", "Skip to"):
        assert tool not in words
    subprocess.run(
        [str(shutil.which("pdftoppm")), "-r", "20", "-l", "1", tmp_path / "saves.pdf", tmp_path / "sheet"], check=True
    )
    (sheet,) = tmp_path.glob("sheet*.ppm")
    pixels = sheet.read_bytes()[-165 * 100 * 3 :]
    assert sum(pixels) / len(pixels) > 200  # mostly paper
