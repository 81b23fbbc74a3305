"""Figures drawn: as SVG for the page and the PDF, as Vega-Lite for the browser. Drawn once, kept by content."""

from __future__ import annotations

import hashlib
import json
import os
import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import vl_convert
from altair.utils.schemapi import debug_mode

from report_gen import escape
from report_gen.charts import _theme
from report_gen.figures import Canvas, Figure
from report_gen.story import Look

VEGA_LITE = "6.4"  # what Altair 6 writes
_SIZE = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')
_OPENING = re.compile(r"^<svg[^>]*>")
_TAG = re.compile(r"<[^>]+>")  # Vega quotes < and > in text and attributes, so this can't reach into a title
# One description for the whole, not one per mark; group names only help to debug Vega; the page sets the font.
_NOISE = re.compile(r'\s(?:aria-[\w-]+|role|tabindex|class|font-family)="[^"]*"')
_LONG = re.compile(r"\d+\.\d{3,}")


@dataclass(frozen=True)
class Drawer:
    """Draws figures; `cache` is a folder for finished drawings, or None."""

    cache: Path | None = None

    def svg(self, figure: Figure, canvas: Canvas, look: Look) -> str:
        """Markup for the page: scales down with its column, says what it shows, and carries no colour but the tokens."""
        body, width, height = self._drawn(json.dumps(self.spec(figure, canvas, look), ensure_ascii=False))
        label = escape.html(escape.clean(figure.description))
        return (
            f'<svg class="rg-svg is-{canvas.name}" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
            f'style="max-width:{width}px" role="img" aria-label="{label}">{body}'
        )

    def spec(self, figure: Figure, canvas: Canvas, look: Look) -> dict[str, Any]:
        """Vega-Lite in the client's colours."""
        return _spec(figure, canvas, look.brand)

    def _drawn(self, spec: str) -> tuple[str, str, str]:
        """What is inside the `<svg>`, and its size."""
        drawing = self._kept(spec)
        size = _SIZE.search(drawing)
        assert size, "Vega writes a viewBox"
        return _TAG.sub(_plain, _OPENING.sub("", drawing)), size[1], size[2]

    def _kept(self, spec: str) -> str:
        if self.cache is None:
            return _draw(spec)
        key = hashlib.sha256(f"{version('vl-convert-python')} {VEGA_LITE} {spec}".encode()).hexdigest()
        path = self.cache / f"{key}.svg"
        if path.is_file():
            return path.read_text(encoding="utf-8")
        drawing = _draw(spec)
        _write(path, drawing)
        return drawing


@lru_cache(maxsize=8)  # a page asks for a figure's drawing and then for its spec; Figures are values
def _spec(figure: Figure, canvas: Canvas, brand: str) -> dict[str, Any]:
    with debug_mode(False):  # Altair would check each mark against its schema, at twice the cost; the tests do
        declared = {**figure.draw(canvas).to_dict(validate=False), "config": _theme.config()}
    declared.pop("$schema", None)
    coloured: dict[str, Any] = _replaced(declared, _theme.colours(brand))
    return coloured


def _draw(spec: str) -> str:
    return str(vl_convert.vegalite_to_svg(spec, vl_version=VEGA_LITE))


def _plain(tag: re.Match[str]) -> str:
    """The tag without noise, its coordinates to a hundredth of a pixel."""
    return _LONG.sub(lambda number: f"{float(number[0]):.2f}".rstrip("0").rstrip("."), _NOISE.sub("", tag[0]))


def _write(path: Path, text: str) -> None:
    """Whole or not at all: two builds may draw the same chart at once."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(f".{os.getpid()}")
    part.write_text(text, encoding="utf-8")
    part.replace(path)


def _replaced(value: Any, texts: dict[str, str]) -> Any:
    """The same value with every string that is a key of `texts` replaced."""
    if isinstance(value, dict):
        return {key: _replaced(inner, texts) for key, inner in value.items()}
    if isinstance(value, list):
        return [_replaced(inner, texts) for inner in value]
    return texts.get(value, value) if isinstance(value, str) else value
