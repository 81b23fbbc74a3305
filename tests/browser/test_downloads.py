"""What the demo client's pages lead to is there and opens: pages and places on them, tables, workbooks, the PDF."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlsplit

import pikepdf
import pytest
from playwright.sync_api import Browser
from python_calamine import CalamineWorkbook

from report_gen.workspace import Engine
from tests.browser.conftest import DEMO, MONTH, Built, SiteOf
from tests.browser.visits import Visit

# Zensical's own link past the head leads nowhere; our style sheet hides it.
_LINKS = "a[href]:not([data-md-component=skip] *), link[href]"

pytestmark = [pytest.mark.browser]


def opens_as_table(content: bytes) -> bool:
    """As many fields in each row as there are heads, of which none is empty."""
    head, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig")))
    return all(head) and bool(rows) and {len(row) for row in rows} == {len(head)}


def opens_as_workbook(content: bytes) -> bool:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return all(len(book.get_sheet_by_name(name).to_python()) > 1 for name in book.sheet_names)


def opens_as_pdf(content: bytes) -> bool:
    with pikepdf.open(io.BytesIO(content)) as document:
        return content.startswith(b"%PDF-") and len(document.pages) > 1


OPENS: dict[str, Callable[[bytes], bool]] = {
    ".csv": opens_as_table, ".xlsx": opens_as_workbook, ".pdf": opens_as_pdf,
}  # fmt: skip


def links(browser: Browser, built: Built) -> dict[str, set[str]]:
    """What each page of the site leads to."""
    with Visit(browser, scripts=False) as visit:
        pages = [page for place in built.languages.values() for page in built.pages(place)]
        return {
            page: set(visit.open(built.address, page).eval_on_selector_all(_LINKS, "all => all.map(a => a.href)"))
            for page in pages
        }


@pytest.mark.parametrize("engine", ["mkdocs", "zensical"])
def test_every_link_leads_somewhere(browser: Browser, site_of: SiteOf, engine: Engine) -> None:
    built = site_of(DEMO, engine)
    ids = _Ids(built.folder)
    lost = [
        f"{page}: {link}"
        for page, found in links(browser, built).items()
        for link in sorted(found)
        if link.startswith(built.address) and not ids.has(link.removeprefix(f"{built.address}/"))
    ]
    assert lost == []


class _Ids:
    """Files of a site, and the places on its pages."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def has(self, link: str) -> bool:
        path, place = urldefrag(link)
        file = self.folder / unquote(path)
        return file.is_file() and (not place or f'id="{unquote(place)}"' in file.read_text("utf-8"))


@pytest.mark.parametrize("suffix", OPENS)
def test_files_open_in_what_they_are_for(browser: Browser, site_of: SiteOf, suffix: str) -> None:
    built = site_of(DEMO, "mkdocs")
    wanted = {
        link for found in links(browser, built).values() for link in found if urlsplit(link).path.endswith(suffix)
    }
    assert wanted
    files = {link: built.folder / unquote(urlsplit(link).path).lstrip("/") for link in wanted}
    assert [link for link, file in sorted(files.items()) if not OPENS[suffix](file.read_bytes())] == []


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_a_table_is_saved_under_its_own_name(browser: Browser, site_of: SiteOf, suffix: str) -> None:
    built = site_of(DEMO, "mkdocs")
    with Visit(browser) as visit:
        page = visit.open(built.address, f"{MONTH}/notes.html")
        with page.expect_download() as download:
            page.locator(f".rg a[href$='{suffix}']").first.click()
        saved = download.value
        assert Path(saved.path()).read_bytes() == (built.folder / urlsplit(saved.url).path.lstrip("/")).read_bytes()
        assert saved.suggested_filename.endswith(suffix)
