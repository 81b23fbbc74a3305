"""What is wrong with a page, found as a reader's browser, a screen reader and a slow line would: a list of sentences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import axe_playwright_python
from playwright.sync_api import Page

from tests.browser.visits import Visit

_AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
_LOOK = (Path(__file__).parent / "inspection.js").read_text("utf-8")
# Of a long table the first rows are looked at: hundreds like them would say the same, and take a minute.
_AUDIT = """async options => {
    const rest = [...document.querySelectorAll("tbody")].map(body => [body, [...body.rows].slice(30)]);
    for (const [, rows] of rest) for (const row of rows) row.remove();
    const { violations } = await axe.run(document, options);
    for (const [body, rows] of rest) body.append(...rows);
    return violations;
}"""
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
_FIRST_VIEW = 150 * 1000  # bytes over the wire, compressed
_MOST_SHIFT = 0.05  # cumulative layout shift, as web.dev defines it
_SMALLEST = 11.5  # px, after scaling


@dataclass(frozen=True)
class Wanted:
    """What a page is to be: `switches` are selectors of what must be there to see."""

    lang: str = "en"
    switches: tuple[str, ...] = ()


def complaints(visit: Visit, wanted: Wanted) -> list[str]:
    """All that is wrong with the page that was opened: as it came, and after it was read to its end."""
    visit.settle()
    found = at_first_sight(visit, wanted)
    visit.scroll()
    read = [*of_sight(visit.page, wanted), *of_shift(visit.page), *of_requests(visit)]
    return [*found, *(one for one in read if one not in found)]


def at_first_sight(visit: Visit, wanted: Wanted) -> list[str]:
    """What is wrong with the page as it came."""
    page = visit.page
    page.evaluate("document.fonts.ready.then(() => 0)")
    return [*of_weight(page), *of_sight(page, wanted), *of_axe(page), *of_shift(page), *of_requests(visit)]


def with_all_open(visit: Visit) -> list[str]:
    """What axe finds once charts are alive, folds and menus open."""
    page = visit.page
    page.evaluate("scrollTo(0, 0); for (const fold of document.querySelectorAll('details')) fold.open = true")
    if (months := page.locator(".md-version button")).count():
        months.click()
    if (languages := page.locator(".rg-languages button")).count():
        languages.hover()
    return [f"with all open: {one}" for one in of_axe(page)]


def of_sight(page: Page, wanted: Wanted) -> list[str]:
    asked = {"lang": wanted.lang, "switches": wanted.switches, "smallest": _SMALLEST}
    return list(page.evaluate(_LOOK, asked))


def of_axe(page: Page) -> Iterator[str]:
    """Every violation that axe-core finds, with the element that it is found on."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(_AXE)
    options = {"runOnly": {"type": "tag", "values": _RULES}, "rules": {"target-size": {"enabled": True}},
               "resultTypes": ["violations"]}  # fmt: skip
    for violation in page.evaluate(_AUDIT, options):
        places = [_place(node) for node in violation["nodes"]]
        more = f" and {len(places) - 3} more" if len(places) > 3 else ""
        yield f"axe {violation['id']}: {violation['help']}: {'; '.join(places[:3])}{more}"


def _place(node: dict[str, Any]) -> str:
    said = [check["message"] for kind in ("any", "all", "none") for check in node[kind]]
    return f"{' '.join(map(str, node['target']))} ({'; '.join(said)[:200]})"


def of_weight(page: Page) -> Iterator[str]:
    """What the browser fetched without anybody having touched anything."""
    entries = page.evaluate("""[...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
        .map(entry => [entry.name.split("/").at(-1), entry.encodedBodySize])""")
    if (total := sum(size for _, size in entries)) > _FIRST_VIEW:
        heaviest = sorted(entries, key=lambda entry: -entry[1])[:5]
        yield f"the first view weighs {total / 1000:.0f} kB: {', '.join(f'{n} {s / 1000:.0f}' for n, s in heaviest)}"


def of_shift(page: Page) -> Iterator[str]:
    moved = page.evaluate("window.moved")
    if sum(one["value"] for one in moved) >= _MOST_SHIFT:
        yield "it moves: " + "; ".join(f"{one['value']:.3f} {one['what']}" for one in moved)


def of_requests(visit: Visit) -> Iterator[str]:
    yield from visit.problems
    yield from (f"it asks {host} for something" for host in sorted(visit.other_hosts))
