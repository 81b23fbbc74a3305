"""Logos: what is shown of a file, and what can't be a logo."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from PIL import Image

from report_gen.logos import PAPER, SCREEN, Logo, reason_against

ROOT = Path(__file__).parents[1]
SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 40 20">{}</svg>'


def raster(folder: Path, size: tuple[int, int], kind: str = ".png", mode: str = "RGBA") -> Path:
    """A picture of noise, which packs badly."""
    pixels = Image.effect_noise(size, 80).convert(mode)
    path = folder / f"logo{kind}"
    pixels.save(path)
    return path


def svg(folder: Path, inner: str) -> Path:
    path = folder / "logo.svg"
    path.write_text(SVG.format(inner), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("kind", "mode"), [(".png", "RGBA"), (".png", "P"), (".jpg", "CMYK"), (".jpeg", "L"), (".webp", "RGB")]
)
def test_a_photographer_s_file_becomes_as_small_as_it_is_shown(tmp_path: Path, kind: str, mode: str) -> None:
    logo = Logo.read(raster(tmp_path, (1200, 600), kind, mode))
    for picture, room in ((logo.on_screen, SCREEN), (logo.on_paper, PAPER)):
        shown = Image.open(io.BytesIO(picture.data))
        assert (picture.width, picture.height) == shown.size
        assert shown.width <= room[0]
        assert shown.height <= room[1]
        assert abs(shown.width / shown.height - 2) < 0.02
    assert len(logo.on_screen.data) < 60_000


def test_a_small_picture_is_not_blown_up(tmp_path: Path) -> None:
    assert (Logo.read(raster(tmp_path, (60, 30))).on_paper.width) == 60


def test_the_same_file_gives_the_same_bytes(tmp_path: Path) -> None:
    path = raster(tmp_path, (900, 900))
    assert Logo.read(path).on_screen.data == Logo.read(path).on_screen.data
    assert Logo.read(path) == Logo.read(path)


def test_a_logo_is_told_by_its_digest_not_by_its_bytes(tmp_path: Path) -> None:
    logo = Logo.read(raster(tmp_path, (300, 300)))
    assert logo.digest in repr(logo)
    assert len(repr(logo)) < 100


@pytest.mark.parametrize(
    ("size", "shown"),
    [((120, 96), (35, 28)), ((1000, 20), (160, 3)), ((20, 1000), (1, 28)), ((400, 100), (112, 28))],
    ids=["usual", "a strip", "a pole", "wide"],
)
def test_it_keeps_its_shape_in_the_room_that_there_is(
    tmp_path: Path, size: tuple[int, int], shown: tuple[int, int]
) -> None:
    path = tmp_path / "logo.svg"
    path.write_text(f'<svg xmlns="http://www.w3.org/2000/svg" width="{size[0]}px" height="{size[1]}"/>')
    if size[0] / size[1] in (50, 1 / 50):
        assert "crop it" in (reason_against(path) or "")
    else:
        assert Logo.read(path).on_screen.at_height(28, widest=160) == shown


@pytest.mark.parametrize(
    ("inner", "words"),
    [
        ("<script>alert(1)</script>", "holds <script>"),
        ('<rect onload="alert(1)"/>', r"holds a script \(onload\)"),
        ("<foreignObject/>", "foreignObject"),
        ('<image href="https://elsewhere.example/a.png"/>', "elsewhere.example"),
        ('<image xlink:href="photo.png"/>', "photo.png"),
        ('<use href="//elsewhere.example/x.svg#a"/>', "elsewhere.example"),
        ("<style>@import 'https://elsewhere.example/f.css';</style>", "ask for a file elsewhere"),
        ("<style>@font-face { src: url(f.woff2) }</style>", "ask for a file elsewhere"),
        ('<rect style="fill: url(https://elsewhere.example/p.svg#x)"/>', "elsewhere.example"),
        ("<rect>", "no valid SVG"),
        (f"<desc>{'x' * 60_000}</desc>", "60 KB are the most"),
    ],
)
def test_an_svg_is_complete_in_itself_and_runs_nothing(tmp_path: Path, inner: str, words: str) -> None:
    assert re.search(words, reason_against(svg(tmp_path, inner)) or "")


def test_gradients_links_and_pictures_inside_are_fine(tmp_path: Path) -> None:
    inner = (
        '<defs><linearGradient id="g"/></defs><rect fill="url(#g)" style="stroke:url( \'#g\')"/><use xlink:href="#g"/>'
        '<image href="data:image/png;base64,AAAA"/><a href="https://brand.example/"/><!-- a comment -->'
    )
    assert reason_against(svg(tmp_path, inner)) is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            '<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1">&a;</svg>',
            "entities",
        ),
        ("<html/>", "no SVG"),
    ],
)
def test_a_file_that_is_no_drawing_is_named_as_such(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "logo.svg").write_text(text)
    assert words in (reason_against(tmp_path / "logo.svg") or "")


@pytest.mark.parametrize("content", [b"", b"no picture", b"\x89PNG\r\n\x1a\n" + b"\0" * 40])
def test_a_broken_picture_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "logo.png").write_bytes(content)
    assert "can't be opened" in (reason_against(tmp_path / "logo.png") or "")


def test_a_picture_cut_off_half_way_is_refused(tmp_path: Path) -> None:
    path = raster(tmp_path, (500, 500))
    path.write_bytes(path.read_bytes()[:90_000])
    import weasyprint  # noqa: F401 - lets Pillow pass over such pictures

    assert "can't be opened" in (reason_against(path) or "")


@pytest.mark.parametrize("size", ["", ' viewBox="0 0 0 10" width="100%" height="100%"'])
def test_an_svg_that_does_not_say_its_size_has_that_which_browsers_give_it(tmp_path: Path, size: str) -> None:
    (tmp_path / "logo.svg").write_text(f'<svg xmlns="http://www.w3.org/2000/svg"{size}/>')
    shown = Logo.read(tmp_path / "logo.svg").on_screen
    assert (shown.width, shown.height) == (300, 150)


def test_the_demo_client_s_logo_can_be_shown() -> None:
    assert reason_against(ROOT / "clients" / "client-x" / "brand" / "logo.svg") is None
