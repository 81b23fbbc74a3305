"""Logos: the picture of a brand as a site and a PDF show it.

A photographer's file of five megabytes would cost every page of the site; a raster picture is made as small as it is
shown. An SVG stays as it is, and must be complete in itself: what it asks of other places would be asked on every page.
"""

from __future__ import annotations

import base64
import hashlib
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree

if TYPE_CHECKING:
    from PIL import Image

KINDS = (".svg", ".png", ".jpg", ".jpeg", ".webp")
MOST_BYTES = 8_000_000
MOST_SVG_BYTES = 60_000  # every page loads it
MOST_PIXELS = 40_000_000  # a small file may claim to be a huge picture
SCREEN = (480, 112)  # pixels: twice the room in a page's head, for sharp screens
PAPER = (900, 420)  # pixels: 300 to the inch on the cover

_ELSEWHERE = re.compile(r"url\(\s*+['\"]?+(?!#|data:image/)|@import", re.IGNORECASE)
_UNSAID = (300.0, 150.0)
_LENGTH = re.compile(r"\s*([\d.]+)\s*(?:px|pt|mm|cm|in)?\s*")


@dataclass(frozen=True)
class Logo:
    """A logo as its file holds it: `kind` is the file's ending, as .svg."""

    kind: str
    data: bytes = field(repr=False)
    digest: str  # of the data: two logos are told apart by it without their bytes

    @classmethod
    def read(cls, path: Path) -> Logo:
        """The file's logo. One that can't be shown is a ValueError that says why."""
        data = path.read_bytes()
        logo = cls(path.suffix.lower(), data, hashlib.sha256(data).hexdigest()[:16])
        if logo.is_drawn:
            _check_svg(data)
        else:
            _check_raster(data)
        return logo

    @property
    def is_drawn(self) -> bool:
        """Whether it is lines rather than pixels."""
        return self.kind == ".svg"

    @cached_property
    def on_screen(self) -> Picture:
        return self._within(SCREEN)

    @cached_property
    def on_paper(self) -> Picture:
        return self._within(PAPER)

    def _within(self, room: tuple[int, int]) -> Picture:
        if self.is_drawn:
            return Picture(".svg", self.data, *_size_of_svg(ElementTree.fromstring(self.data)))
        from PIL import Image

        with Image.open(io.BytesIO(self.data)) as opened:
            picture = opened.convert("RGBA")
        picture.thumbnail(room, Image.Resampling.LANCZOS)
        return Picture(".png", _as_png(picture), *picture.size)


@dataclass(frozen=True)
class Picture:
    """A picture to be shown; `width` and `height` in its own pixels, for its shape."""

    kind: str
    data: bytes = field(repr=False)
    width: float
    height: float

    @property
    def uri(self) -> str:
        """The picture in an address of its own."""
        kind = "svg+xml" if self.kind == ".svg" else "png"
        return f"data:image/{kind};base64,{base64.b64encode(self.data).decode()}"

    def at_height(self, height: float, widest: float) -> tuple[int, int]:
        """Width and height in whole pixels when it is shown that high, lower where it would become wider than `widest`."""
        scale = min(height / self.height, widest / self.width)
        return max(1, round(self.width * scale)), max(1, round(self.height * scale))


def _as_png(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()


# -- what can't be shown


def reason_against(path: Path) -> str | None:
    """Why the file can't be a logo; None where it can."""
    try:
        Logo.read(path)
    except ValueError as error:
        return str(error)
    return None


def _check_raster(data: bytes) -> None:
    from PIL import Image, UnidentifiedImageError

    if len(data) > MOST_BYTES:
        raise ValueError(f"it has {len(data) / 1e6:.0f} MB; {MOST_BYTES // 1_000_000} MB are the most")
    try:
        # WeasyPrint has Pillow pass over pictures that end too early, in the whole process.
        with _whole_pictures_only(), Image.open(io.BytesIO(data)) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise ValueError(f"it has {picture.width} × {picture.height} pixels; save it smaller")
            picture.load()
    except (UnidentifiedImageError, OSError, SyntaxError, Image.DecompressionBombError) as error:
        raise ValueError("it can't be opened as a picture; save it anew") from error


@contextmanager
def _whole_pictures_only() -> Iterator[None]:
    from PIL import ImageFile

    before, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


def _check_svg(data: bytes) -> None:
    if len(data) > MOST_SVG_BYTES:
        raise ValueError(
            f"it has {len(data) // 1000} KB, which every page would load; {MOST_SVG_BYTES // 1000} KB are the most for an "
            "SVG. Save it with fewer points, or as PNG"
        )
    if b"<!ENTITY" in data:
        raise ValueError("it declares entities; save it as plain SVG")
    try:
        root = ElementTree.fromstring(data)
    except ElementTree.ParseError as error:
        raise ValueError(f"it is no valid SVG ({error})") from error
    if _local(root.tag) != "svg":
        raise ValueError("it is no SVG")
    for element in root.iter():
        _check_element(element)
    width, height = _size_of_svg(root)
    if not 1 / 40 <= width / height <= 40:
        raise ValueError(f"it is {width:g} wide and {height:g} high, which can't be shown; crop it")


def _check_element(element: ElementTree.Element) -> None:
    name = _local(element.tag)
    if name in ("script", "foreignObject"):
        raise ValueError(f"it holds <{name}>; save it as plain SVG")
    if name == "style" and _ELSEWHERE.search(element.text or ""):
        raise ValueError("its styles ask for a file elsewhere; save it as plain SVG, with text as paths")
    for key, value in element.attrib.items():
        attribute = _local(key)
        if attribute.lower().startswith("on"):
            raise ValueError(f"it holds a script ({attribute}); save it as plain SVG")
        leads_away = attribute in ("href", "src") and name != "a" and not value.strip().startswith(("#", "data:image/"))
        if leads_away or _ELSEWHERE.search(value):
            raise ValueError(f"it asks for “{value[:60]}”, a file elsewhere; put the picture into the SVG itself")


def _size_of_svg(root: ElementTree.Element) -> tuple[float, float]:
    """Width and height in the drawing's own units; browsers have a usual size for one that says none."""
    box = [float(part) for part in re.findall(r"-?[\d.]+(?:e-?\d+)?", root.get("viewBox", ""))]
    if len(box) == 4 and box[2] > 0 and box[3] > 0:
        return box[2], box[3]
    sides = [_LENGTH.fullmatch(root.get(side, "")) for side in ("width", "height")]
    width, height = (float(side[1]) if side else 0.0 for side in sides)
    return (width, height) if width > 0 and height > 0 else _UNSAID


def _local(tag: object) -> str:
    """The name without its namespace; comments have none."""
    return str(tag).rpartition("}")[2] if isinstance(tag, str) else ""
