"""The e-mail as a reader sees it: on a phone and on a desk, in the dark, without styles and without pictures."""

from __future__ import annotations

import base64
import re
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, Page

from report_gen.colour import contrast
from report_gen.delivery import letter
from report_gen.delivery.dispatch import Batch
from report_gen.delivery.letter import Letter

TEXTS = ".say, .label, .beside, .first, .figure, .month, .kind, .with, .foot, .draft, .button-link"
LOOK = """where => [...document.querySelectorAll(where)].map(e => {
  const clear = "rgba(0, 0, 0, 0)";
  let under = e;
  while (getComputedStyle(under).backgroundColor === clear) under = under.parentElement;
  const style = getComputedStyle(e);
  return [style.color, getComputedStyle(under).backgroundColor, parseFloat(style.fontSize)];
})"""


@pytest.fixture(scope="module")
def made(prepared: Batch) -> Letter:
    links = {"en": "https://reports.lantern.example/kopi/", "zh": "https://reports.lantern.example/kopi/zh/"}
    return letter.compose(replace(prepared.parcel, links=links, approved_at=None), locked=True)


def page(browser: Browser, made: Letter, width: int, scheme: str = "light", pictures: bool = True) -> Page:
    """As a mail program shows it: pictures are what came with it, and nothing else is loaded."""
    text = made.html
    for picture in made.pictures if pictures else ():
        text = text.replace(f"cid:{picture.cid}", f"data:image/png;base64,{base64.b64encode(picture.data).decode()}")
    opened = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
    opened.route("**/*", lambda route: route.abort())
    opened.set_content(text)
    return opened


@pytest.mark.parametrize("width", [320, 360, 600, 700])
def test_it_is_no_wider_than_its_window(browser: Browser, made: Letter, width: int) -> None:
    shown = page(browser, made, width)
    assert shown.evaluate("document.documentElement.scrollWidth") <= width
    assert shown.evaluate("document.querySelector('.sheet').getBoundingClientRect().width") == min(width, 600)
    assert shown.evaluate("[...document.images].every(i => i.naturalWidth >= 1.5 * i.clientWidth)")
    shown.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_of_it_can_be_read(browser: Browser, made: Letter, scheme: str) -> None:
    shown = page(browser, made, 360, scheme)
    seen = shown.evaluate(LOOK, TEXTS)
    shown.close()
    assert len(seen) > 30
    for ink, paper, size in seen:
        assert contrast(coded(ink), coded(paper)) >= 4.5, (ink, paper)
        assert size >= 13


def coded(colour: str) -> str:
    """rgb(181, 18, 27) → #b5121b"""
    return "#" + "".join(f"{int(part):02x}" for part in re.findall(r"\d+", colour)[:3])


def test_without_its_head_it_looks_the_same(browser: Browser, made: Letter) -> None:
    """Some programs drop all styles that don't stand at an element."""
    bare = replace(made, html=re.sub(r"<style.*?</style>", "", made.html, flags=re.DOTALL))
    whole, stripped = page(browser, made, 700), page(browser, bare, 700)
    assert whole.screenshot(full_page=True) == stripped.screenshot(full_page=True)
    whole.close()
    stripped.close()


def test_without_pictures_their_words_stand_there(browser: Browser, made: Letter) -> None:
    shown = page(browser, made, 360, pictures=False)
    words = shown.evaluate("[...document.querySelectorAll('.picture')].map(i => [i.alt, i.clientHeight])")
    shown.close()
    assert len(words) == 2
    assert all(alt and height > 30 for alt, height in words)
