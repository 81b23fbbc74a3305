"""Somebody who opens a site's pages in Debian's Chromium: from a server on loopback, or from a folder."""

from __future__ import annotations

import functools
import gzip
import http.server
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Response, expect, sync_playwright

PHONE, DESKTOP = 390, 1280
_PATIENCE = 30_000  # milliseconds; a busy machine is no fault of the pages
_PROGRAM = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), ""
)
_ARGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
_PACKED = (".html", ".css", ".js", ".json", ".svg", ".csv")
# What moved without having been asked to, from the first paint on.
_MOVES = """window.moved = [];
new PerformanceObserver(list => { for (const one of list.getEntries()) if (!one.hadRecentInput) moved.push({
    value: one.value,
    what: one.sources.map(s => s.node && (s.node.className && s.node.className.baseVal === undefined
        ? s.node.className : s.node.nodeName)).join(", "),
}); }).observe({ type: "layout-shift", buffered: true });"""


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as play:
        assert _PROGRAM, "Chromium is missing: run make test, or leave these out with -m 'not browser'"
        launched = play.chromium.launch(executable_path=_PROGRAM, args=_ARGS)
        yield launched
        launched.close()


class _Packing(http.server.SimpleHTTPRequestHandler):
    """Sends text compressed, as servers of sites do."""

    def send_head(self) -> BytesIO | BinaryIO | None:  # type: ignore[override]  # the base class promises less than it takes
        path = Path(self.translate_path(self.path))
        if path.suffix not in _PACKED or not path.is_file():
            return super().send_head()
        packed = gzip.compress(path.read_bytes(), 6)
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(packed)))
        self.end_headers()
        return BytesIO(packed)

    def log_message(self, *_: object) -> None:
        """Says nothing."""


class _Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """A browser that goes away in the middle of an answer is no fault."""


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """The folder on loopback."""
    with _Server(("127.0.0.1", 0), functools.partial(_Packing, directory=str(folder))) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()


class Visit:
    """A page in a fresh context, which remembers what went wrong and what was asked for."""

    def __init__(
        self, browser: Browser, width: int = DESKTOP, scheme: str = "light", scripts: bool = True, calm: bool = False
    ) -> None:
        self.context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=scheme,  # type: ignore[arg-type]
            java_script_enabled=scripts,
            reduced_motion="reduce" if calm else "no-preference",
            has_touch=width < 600,
        )
        self.context.set_default_timeout(_PATIENCE)
        self.context.add_init_script(_MOVES)
        self.page: Page = self.context.new_page()
        self.problems: list[str] = []
        self.asked: list[str] = []
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))
        self.page.on("requestfailed", lambda request: self.problems.append(f"failed: {request.url}"))
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("response", self._receive)

    def __enter__(self) -> Visit:
        return self

    def __exit__(self, *_: object) -> None:
        self.context.close()

    def _hear(self, said: ConsoleMessage) -> None:
        if said.type in ("error", "warning"):
            self.problems.append(f"console: {said.text}")

    def _receive(self, response: Response) -> None:
        if response.url.startswith("http") and response.status != HTTPStatus.OK:
            self.problems.append(f"{response.status}: {response.url}")

    def open(self, site: str, path: str) -> Page:
        self.page.goto(f"{site}/{path}", wait_until="load")
        return self.page

    def settle(self) -> None:
        """Until nothing more is asked for and the fonts are there."""
        self.page.wait_for_load_state("networkidle")
        self.page.evaluate("document.fonts.ready.then(() => 0)")

    def scroll(self) -> None:
        """As a reader does: past every chart, until each that has a box was tried."""
        canvases = self.page.locator("[data-chart] .rg-canvas:visible").all()
        if canvases:
            self.page.mouse.wheel(0, 1)
        for canvas in canvases:
            canvas.scroll_into_view_if_needed()
        until(
            self.page,
            "[...document.querySelectorAll('[data-chart] .rg-canvas')].filter(c => c.offsetHeight)"
            ".every(c => ['live', 'still'].includes(c.dataset.state))",
        )

    @property
    def other_hosts(self) -> set[str]:
        """Whom the pages asked for something, besides the site's own server or folder."""
        asked = (url for url in self.asked if not url.startswith(("data:", "blob:")))
        return {urlsplit(url).hostname or "" for url in asked} - {"127.0.0.1", ""}


def until(page: Page, condition: str) -> None:
    """Until the condition holds. Playwright's own wait asks by `eval`, which our pages' content policy forbids."""
    for _ in range(_PATIENCE // 50):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"never came true: {condition}")


def lively(visit: Visit, address: str, page: str, chart: str) -> Locator:
    """The chart's canvas, alive and in view."""
    opened = visit.open(address, f"2026-10/{page}.html")
    visit.scroll()
    canvas = opened.locator(f"#{chart} .rg-canvas:visible")
    canvas.scroll_into_view_if_needed()
    expect(canvas).to_have_attribute("data-state", "live")
    return canvas
