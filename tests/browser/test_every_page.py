"""Every page of a client's site, as every reader meets it: phone and desktop, light and dark, both languages, both builders.

One visit a page, all rules at once: a failure lists everything that is wrong with it. Each leaves a picture in
tests/artefacts/screens/ for the eye.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from itertools import product

import pytest
from playwright.sync_api import Browser

from report_gen.workspace import Engine
from tests.browser import inspection
from tests.browser.conftest import DEMO, MONTH, ROOT, Built, SiteOf
from tests.browser.inspection import Wanted
from tests.browser.visits import DESKTOP, PHONE, Visit
from tests.hard_clients import CLIENTS

SCREENS = ROOT / "tests" / "artefacts" / "screens"
NAMES = ("index", "saves", "comments", "search-rank", "click-throughs", "creators", "notes", "method")
PAGES = (*(f"{MONTH}/{name}" for name in NAMES), "archive")
PLACES = {"en": "", "zh-Hans": "zh/"}  # of the demo client's languages
MONTH_MENU, SCHEMES, LANGUAGES = ".md-version", ".rg-schemes button", ".rg-languages"

pytestmark = [pytest.mark.browser]


@dataclass(frozen=True)
class Seat:
    """Who looks at what: which builder's site, in which language, on a screen of which width, in which scheme."""

    engine: Engine
    tag: str
    width: int
    scheme: str

    def __str__(self) -> str:
        return f"{self.engine}-{self.tag}-{self.width}-{self.scheme}"


# Every language with every width and scheme, and every pair of these: `make screens` sits on all seats of both builders.
SEATS = [
    Seat("mkdocs", "en", PHONE, "light"),
    Seat("mkdocs", "zh-Hans", PHONE, "dark"),
    Seat("mkdocs", "en", DESKTOP, "dark"),
    Seat("mkdocs", "zh-Hans", DESKTOP, "light"),
    Seat("zensical", "en", PHONE, "dark"),
]
HARD = [
    ("long-names", PHONE, "light"), ("nine-hundred", PHONE, "dark"), ("forty-keywords", DESKTOP, "light"),
]  # fmt: skip
WIDTHS = (360, 430, 600, 768, 959, 1600)
if os.environ.get("EVERY_SEAT"):
    SEATS = [Seat(*one) for one in product(("mkdocs", "zensical"), PLACES, (PHONE, DESKTOP), ("light", "dark"))]
    HARD = list(product(CLIENTS, (PHONE, DESKTOP), ("light", "dark")))


def ways(page: str, built: Built) -> tuple[str, ...]:
    """What leads away from the page: to other months, the other scheme, other languages."""
    months = () if page.endswith("archive") else (MONTH_MENU,)
    return (*months, SCHEMES, *((LANGUAGES,) if len(built.languages) > 1 else ()))


def keep_picture(visit: Visit, client: str, name: str) -> None:
    folder = SCREENS / client
    folder.mkdir(parents=True, exist_ok=True)
    visit.page.screenshot(path=folder / f"{name}.png", full_page=True)


@pytest.mark.parametrize("engine", ["mkdocs", "zensical"])
def test_the_list_of_pages_is_whole(site_of: SiteOf, engine: Engine) -> None:
    built = site_of(DEMO, engine)
    assert built.languages == PLACES
    assert {page for place in PLACES.values() for page in built.pages(place)} == {
        f"{place}{page}.html" for place in PLACES.values() for page in PAGES
    }


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("seat", SEATS, ids=str)
def test_nothing_is_wrong_with_a_page(browser: Browser, site_of: SiteOf, seat: Seat, page: str) -> None:
    built, tag = site_of(DEMO, seat.engine), seat.tag
    client = DEMO if seat.engine == "mkdocs" else f"{DEMO}-{seat.engine}"
    with Visit(browser, seat.width, seat.scheme) as visit:
        visit.open(built.address, f"{PLACES[tag]}{page}.html")
        found = inspection.complaints(visit, Wanted(tag, ways(page, built)))
        keep_picture(visit, client, f"{tag[:2]}-{page.removeprefix(f'{MONTH}/')}-{seat.width}-{seat.scheme}")
        found += inspection.with_all_open(visit)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("tag", PLACES)
def test_a_page_fits_every_screen(browser: Browser, site_of: SiteOf, tag: str, page: str) -> None:
    built = site_of(DEMO, "mkdocs")
    wanted, found = Wanted(tag, ways(page, built)), []
    with Visit(browser, 360) as visit:
        visit.open(built.address, f"{PLACES[tag]}{page}.html")
        for width in WIDTHS:
            visit.page.set_viewport_size({"width": width, "height": 900})
            found += [f"at {width} px: {one}" for one in inspection.of_sight(visit.page, wanted)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(("slug", "width", "scheme"), HARD)
def test_no_page_of_a_hard_client_breaks(browser: Browser, site_of: SiteOf, slug: str, width: int, scheme: str) -> None:
    built, found = site_of(slug, "mkdocs"), []
    for tag, place in built.languages.items():
        for path in built.pages(place):
            name = path.removesuffix(".html")
            with Visit(browser, width, scheme) as visit:
                visit.open(built.address, path)
                wanted = Wanted(tag, ways(name, built))
                found += [f"{path}: {one}" for one in inspection.at_first_sight(visit, wanted)]
                keep_picture(
                    visit, slug, f"{tag[:2]}-{name.removeprefix(place).removeprefix(f'{MONTH}/')}-{width}-{scheme}"
                )
    assert not found, "\n".join(found)
