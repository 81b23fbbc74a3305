"""Figures drawn: as SVG for the page and the PDF, as Vega-Lite for the browser. Drawn once, kept by content."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import vl_convert
from altair.utils.schemapi import debug_mode

from report_gen import escape
from report_gen.charts import _svg, _theme
from report_gen.figures import Canvas, Figure
from report_gen.story import Look

VEGA_LITE = "6.4"  # what Altair 6 writes


@dataclass(frozen=True)
class Drawer:
    """Draws figures; `cache` is a folder for finished drawings, or None."""

    cache: Path | None = None

    def svg(self, figure: Figure, canvas: Canvas, look: Look) -> str:
        """Markup for the page: says what it shows, and carries no colour but the tokens. The style sheet gives its size."""
        drawing = self._kept(_small, self._text(figure, canvas, look))
        label = escape.html(escape.clean(figure.description))
        return f'<svg class="rg-svg is-{canvas.name}" role="img" aria-label="{label}"{drawing.removeprefix("<svg")}'

    def whole(self, figure: Figure, canvas: Canvas, look: Look) -> str:
        """The same as Vega writes it, a mark an element."""
        return self._kept(_draw, self._text(figure, canvas, look))

    def spec(self, figure: Figure, canvas: Canvas, look: Look) -> dict[str, Any]:
        """Vega-Lite in the client's colours."""
        return _spec(figure, canvas, look.brand)

    def _text(self, figure: Figure, canvas: Canvas, look: Look) -> str:
        return json.dumps(self.spec(figure, canvas, look), ensure_ascii=False)

    def _kept(self, draw: Callable[[str], str], spec: str) -> str:
        if self.cache is None:
            return draw(spec)
        made = f"{version('vl-convert-python')} {VEGA_LITE} {draw.__name__} {_code()}"
        path = self.cache / f"{hashlib.sha256(f'{made} {spec}'.encode()).hexdigest()}.svg"
        if path.is_file():
            return path.read_text(encoding="utf-8")
        drawing = draw(spec)
        _write(path, drawing)
        return drawing


@cache
def _code() -> str:
    """Of what drawings become small by: another version of it draws anew."""
    return hashlib.sha256(Path(_svg.__file__).read_bytes()).hexdigest()


@lru_cache(maxsize=8)  # a page asks for a figure's drawing and then for its spec; Figures are values
def _spec(figure: Figure, canvas: Canvas, brand: str) -> dict[str, Any]:
    with debug_mode(False):  # Altair would check each mark against its schema, at twice the cost; the tests do
        declared = {**figure.draw(canvas).to_dict(validate=False), "config": _theme.config()}
    declared.pop("$schema", None)
    coloured: dict[str, Any] = _replaced(declared, _theme.colours(brand))
    return coloured


def _draw(spec: str) -> str:
    return str(vl_convert.vegalite_to_svg(spec, vl_version=VEGA_LITE))


def _small(spec: str) -> str:
    return _svg.small(_draw(spec))


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
