"""The zip of a month opens from a folder, on any system, and holds that month and nothing of the machine it was made on."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from dataclasses import replace
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Browser, expect

from report_gen.delivery import zipped
from report_gen.delivery.gate import Cleared
from report_gen.delivery.release import Release
from report_gen.wording import Wording
from tests.browser.visits import DESKTOP, PHONE, Visit
from tests.delivery.agencies import OCTOBER, SEPTEMBER

TOP = f"kopi-{OCTOBER}"
PDFS = (f"kopi-{OCTOBER}.pdf", f"kopi-{OCTOBER}-zh.pdf")
LINK = re.compile(r'\s(?:href|src)="([^"#][^"]*)"')


@pytest.fixture(scope="module")
def packed(cleared: Cleared, release: Release) -> bytes:
    return zipped.packed(cleared, release)


@pytest.fixture(scope="module")
def files(packed: bytes) -> dict[str, bytes]:
    """By their names below the zip's one folder."""
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        return {name.removeprefix(f"{TOP}/"): archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def unpacked(packed: bytes, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder, at a place whose name a browser has to quote."""
    place = tmp_path_factory.mktemp("下载 100%")
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        archive.extractall(place)
    return place / TOP


def entries(packed: bytes) -> list[zipfile.ZipInfo]:
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert archive.testzip() is None
        return archive.infolist()


def test_the_same_month_gives_the_same_bytes(cleared: Cleared, release: Release, packed: bytes) -> None:
    turned = replace(release, files=dict(reversed([*release.files.items()])))
    assert zipped.packed(cleared, turned) == packed


def test_everything_lies_in_one_folder_and_no_name_leads_out_of_it(packed: bytes) -> None:
    names = [entry.filename for entry in entries(packed)]
    assert {PurePosixPath(name).parts[0] for name in names} == {TOP}
    assert not [name for name in names if name.startswith("/") or "\\" in name or ":" in name or ".." in name]


def test_files_are_plain_have_the_time_of_the_approval_and_stand_in_order(cleared: Cleared, packed: bytes) -> None:
    found = entries(packed)
    assert {entry.date_time for entry in found} == {cleared.report.manifest.approved_at.timetuple()[:6]}
    assert {entry.external_attr >> 16 for entry in found} == {0o644}
    assert [entry.filename for entry in found] == sorted(entry.filename for entry in found)


def test_the_pdfs_lie_on_top_once_and_are_those_that_were_approved(cleared: Cleared, files: dict[str, bytes]) -> None:
    assert [name for name in files if name.endswith(".pdf")] == sorted(PDFS)
    assert [files[pdf.name] for pdf in cleared.pdfs] == [pdf.read_bytes() for pdf in cleared.pdfs]


def test_the_rest_is_what_stands_in_the_site_but_for_links_to_the_pdfs(
    release: Release, files: dict[str, bytes]
) -> None:
    rest = {name for name in release.files if not name.endswith(".pdf")}
    assert {*files} == {*rest, *PDFS, "Read me.txt"}
    changed = {name for name in rest if files[name] != release.read(name)}
    assert changed == {name for name in rest if b'.pdf"' in release.read(name)}
    for name in changed:
        assert re.sub(rb'"[./]*kopi-', b'"kopi-', files[name]) == re.sub(
            rb'"(?:2026-10/)?kopi-', b'"kopi-', release.read(name)
        )


def test_every_link_leads_to_a_file_of_the_zip(files: dict[str, bytes]) -> None:
    asked = [
        (page, posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(urlsplit(link).path))))
        for page, content in files.items()
        if page.endswith(".html")
        for link in LINK.findall(content.decode())
        if not urlsplit(link).scheme
    ]
    assert len(asked) > 200
    assert [one for one in asked if one[1] not in files] == []


def test_no_page_of_another_month_is_in_it_and_nothing_names_the_machine(
    finished: Path, files: dict[str, bytes]
) -> None:
    assert not [name for name in files if SEPTEMBER in name]
    for content in files.values():
        assert str(finished).encode() not in content


def test_it_says_in_every_language_what_to_do_and_whom_to_ask(files: dict[str, bytes]) -> None:
    english, chinese = files["Read me.txt"].decode("utf-8-sig").replace("\r\n", "\n").split("\n\n----\n\n")
    assert english.startswith("Kopi & Kaya: October 2026\n\nUnpack the zip first")
    assert "Questions go to Lantern, reports@lantern.example.\n" in english
    assert chinese.startswith("Kopi & Kaya：2026年10月\n\n")
    assert "reports@lantern.example" in chinese
    assert "index.html" in english
    assert "index.html" in chinese


def test_the_plainest_editor_of_windows_shows_it(files: dict[str, bytes]) -> None:
    text = files["Read me.txt"]
    assert text.startswith(b"\xef\xbb\xbf")
    assert text.count(b"\n") == text.count(b"\r\n") > 10


def test_a_chinese_client_gets_a_chinese_name_that_says_how_it_is_written(cleared: Cleared, release: Release) -> None:
    packed = zipped.packed(cleared, replace(release, languages=("zh", "en")))
    named = f"{TOP}/{Wording('zh').text('Read me')}.txt"
    (entry,) = [entry for entry in entries(packed) if entry.filename == named]
    assert bool(entry.flag_bits & 0x800) is not named.isascii()  # bit 11: the name is UTF-8


def test_a_name_of_several_lines_stays_on_its_line(cleared: Cleared, release: Release) -> None:
    odd = zipped.packed(cleared, replace(release, client="Kopi\r\n\r\n----\u202e & Kaya"))
    with zipfile.ZipFile(io.BytesIO(odd)) as archive:
        text = archive.read(f"{TOP}/Read me.txt").decode("utf-8-sig")
    assert text.splitlines()[0] == "Kopi ---- & Kaya: October 2026"


# -- in a browser, from the folder


@pytest.mark.browser
@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_its_index_opens_the_month_and_every_page_is_a_link_away(browser: Browser, unpacked: Path, width: int) -> None:
    with Visit(browser, width) as visit:
        page = visit.page
        page.goto((unpacked / "index.html").as_uri())
        page.wait_for_url("**/2026-10/index.html")
        for tab in range(page.locator(".md-tabs__link").count()):
            page.locator(".md-tabs__link").nth(tab).click()
            expect(page.locator(".md-tabs__link").nth(tab)).to_have_attribute("aria-current", "page")
        problems = [
            one for one in visit.problems if "favicon" not in one
        ]  # it comes late, and the next page cuts it off
        assert (problems, visit.other_hosts) == ([], set())
        assert {urlsplit(url).scheme for url in visit.asked} <= {"file", "data", "blob"}


@pytest.mark.browser
def test_the_menu_and_the_list_of_months_show_this_month_alone(browser: Browser, unpacked: Path) -> None:
    with Visit(browser) as visit:
        page = visit.open(unpacked.as_uri(), "2026-10/saves.html")
        page.locator(".md-version__current").click()
        expect(page.locator(".md-version__link")).to_have_text(["October 2026"])
        page.locator(".rg-version__all").click()
        expect(page.locator(".rg-archive tbody th")).to_have_text(["October 2026"])
        assert visit.problems == []


@pytest.mark.browser
def test_charts_come_alive_and_the_pdf_opens_in_chinese_too(browser: Browser, unpacked: Path) -> None:
    with Visit(browser) as visit:
        page = visit.open(unpacked.as_uri(), "zh/2026-10/saves.html")
        visit.scroll()
        states = page.locator(".rg-canvas:visible").evaluate_all("all => all.map(one => one.dataset.state)")
        assert states
        assert set(states) == {"live"}
        href = page.locator("a.rg-pdf").evaluate("link => link.href")
        assert unquote(urlsplit(href).path) == str(unpacked / PDFS[1])
        assert visit.problems == []
