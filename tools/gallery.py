"""Takes the pictures of README's gallery from the demo client's site: `make demo`, then `python tools/gallery.py`.

Each is a Shot: a page of the site as a screen of that width shows its first `height` pixels, or a page of the PDF.
"""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).parents[1]
SITE, INTO = ROOT / "site" / "client-x", ROOT / "docs" / "gallery"
COLOURS = 96  # pages are paper, ink and one colour: more would only weigh
MONTH = "2026-10"


@dataclass(frozen=True)
class Shot:
    """`sharpness`: pixels of the picture for each of the page."""

    name: str
    page: str
    width: int
    height: int
    scheme: Literal["light", "dark"] = "light"
    sharpness: float = 1


SHOTS = (
    Shot("overview", f"{MONTH}/index.html", 1280, 1330),
    Shot("overview-dark", f"{MONTH}/index.html", 1280, 1330, "dark"),
    Shot("overview-phone-zh", f"zh/{MONTH}/index.html", 390, 844, sharpness=1.5),
    Shot("saves-phone", f"{MONTH}/saves.html", 390, 844, sharpness=1.5),
    Shot("search-rank-phone", f"{MONTH}/search-rank.html", 390, 844, "dark", 1.5),
    Shot("search-rank", f"{MONTH}/search-rank.html", 1280, 1330),
    Shot("notes", f"{MONTH}/notes.html", 1280, 1330),
)
PAPER = {1: "pdf-cover", 2: "pdf-summary", 4: "pdf-saves"}


def main() -> None:
    chromium = shutil.which("chromium")
    if not chromium or not (SITE / MONTH).is_dir():
        sys.exit("It needs Debian's chromium (make browser) and the demo client's site (make demo).")
    INTO.mkdir(exist_ok=True)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for shot in SHOTS:
            keep(shot.name, screen(browser, shot))
        browser.close()
    for page, name in PAPER.items():
        keep(name, paper(SITE / MONTH / f"client-x-{MONTH}.pdf", page))


def screen(browser: Browser, shot: Shot) -> bytes:
    context = browser.new_context(
        viewport={"width": shot.width, "height": shot.height},
        color_scheme=shot.scheme,
        device_scale_factor=shot.sharpness,
    )
    page = context.new_page()
    page.goto((SITE / shot.page).as_uri())
    page.evaluate("document.fonts.ready")
    picture = page.screenshot()
    context.close()
    return picture


def paper(pdf: Path, page: int) -> bytes:
    command = ["pdftoppm", "-r", "90", "-png", "-f", str(page), "-l", str(page), str(pdf)]
    return subprocess.run(command, check=True, capture_output=True).stdout


def keep(name: str, picture: bytes) -> None:
    """The picture in few colours: a third of its weight, and no eye sees it."""
    with Image.open(io.BytesIO(picture)) as opened:
        opened.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(INTO / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
