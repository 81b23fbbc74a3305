"""Figures drawn: as SVG for the page and the PDF, as Vega-Lite for the browser. Drawn once, kept by content."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

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
        drawing = self._drawn(_small, self._text(figure, canvas, look))
        label = escape.html(escape.clean(figure.description))
        return f'<svg class="rg-svg is-{canvas.name}" role="img" aria-label="{label}"{drawing.removeprefix("<svg")}'

    def whole(self, figure: Figure, canvas: Canvas, look: Look) -> str:
        """The same as Vega writes it, a mark an element."""
        return self._drawn(_draw, self._text(figure, canvas, look))

    def spec(self, figure: Figure, canvas: Canvas, look: Look) -> dict[str, Any]:
        """Vega-Lite in the client's colours."""
        spec: dict[str, Any] = json.loads(self._text(figure, canvas, look))
        return spec

    def _text(self, figure: Figure, canvas: Canvas, look: Look) -> str:
        """The spec. Where all that it is made of is known, it is kept by that: no chart is built to find its drawing."""
        build = partial(_built, figure, canvas, look.brand)
        if self.cache is None or not figure.made_of:
            return build()
        return _kept(self.cache / f"{_hash(f'{figure.made_of} {canvas} {look.brand}')}.json.gz", build)

    def _drawn(self, draw: Callable[[str], str], spec: str) -> str:
        if self.cache is None:
            return draw(spec)
        made = f"{version('vl-convert-python')} {VEGA_LITE} {draw.__name__} {_code()}"
        return _kept(self.cache / f"{_hash(f'{made} {spec}')}.svg.gz", partial(draw, spec))


@cache
def _code() -> str:
    """Of what drawings become small by: another version of it draws anew."""
    return hashlib.sha256(Path(_svg.__file__).read_bytes()).hexdigest()


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@lru_cache(maxsize=8)  # a page asks for a figure's drawing and then for its spec; Figures are values
def _built(figure: Figure, canvas: Canvas, brand: str) -> str:
    from altair.utils.schemapi import debug_mode  # only where a chart is built: half a second

    with debug_mode(False):  # Altair would check each mark against its schema, at twice the cost; the tests do
        declared = {**figure.draw(canvas).to_dict(validate=False), "config": _theme.config()}
    declared.pop("$schema", None)
    return json.dumps(_replaced(declared, _theme.colours(brand)), ensure_ascii=False)


def _draw(spec: str) -> str:
    import vl_convert  # only where something is drawn

    return str(vl_convert.vegalite_to_svg(spec, vl_version=VEGA_LITE))


def _small(spec: str) -> str:
    return _svg.small(_draw(spec))


def _kept(path: Path, make: Callable[[], str]) -> str:
    """What stands there, made if nothing does."""
    if path.is_file():
        return gzip.decompress(path.read_bytes()).decode()
    made = make()
    _write(path, gzip.compress(made.encode(), compresslevel=1))
    return made


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all: two builds may draw the same chart at once."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(f".{os.getpid()}")
    part.write_bytes(content)
    part.replace(path)


def _replaced(value: Any, texts: dict[str, str]) -> Any:
    """The same value with every string that is a key of `texts` replaced."""
    if isinstance(value, dict):
        return {key: _replaced(inner, texts) for key, inner in value.items()}
    if isinstance(value, list):
        return [_replaced(inner, texts) for inner in value]
    return texts.get(value, value) if isinstance(value, str) else value
