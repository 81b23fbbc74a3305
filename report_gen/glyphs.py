"""Fonts in the PDF with the characters that it uses, and nothing else.

WeasyPrint keeps each character at the number that it has in its font, so that a subset of a Chinese font has sixty thousand
empty places, and an OpenType file around them. A PDF needs only the drawings, each under its number: a sixth of the size.
"""

from __future__ import annotations

import io
from itertools import pairwise
from typing import Any

import pydyf
from fontTools import subset
from fontTools.ttLib import TTFont

EMPTY = 1  # bytes of a place without a drawing


def pack(pdf: Any) -> None:
    """Packs the numbered fonts of the document before it is written."""
    for descriptor in pdf.objects:
        if isinstance(descriptor, dict) and "FontFile3" in descriptor:
            file = pdf.objects[int(descriptor["FontFile3"].split()[0])]
            packed = drawings(file.stream[0])
            if packed:
                file.stream, file.extra = [packed], pydyf.Dictionary({"Subtype": "/CIDFontType0C"})


def drawings(font: bytes) -> bytes | None:
    """The font's drawings alone, each under the number of its place, by which text asks for it: a font may have numbered them
    otherwise, and readers that follow the standard would then show another sign. None where a font has names for them."""
    opened = TTFont(io.BytesIO(font), lazy=True)
    table = opened["CFF "].cff
    if not hasattr(table.topDictIndex[0], "ROS"):
        return None
    ends = table.topDictIndex[0].CharStrings.charStringsIndex.offsets
    places = [n for n, (start, end) in enumerate(pairwise(ends)) if n == 0 or end - start > EMPTY]
    _keep(opened, places)
    top = table.topDictIndex[0]
    top.charset = [".notdef", *(f"cid{place:05d}" for place in places[1:])]
    top.CharStrings.charStrings = {name: n for n, name in enumerate(top.charset)}
    out = io.BytesIO()
    table.compile(out, opened)
    return out.getvalue()


def _keep(font: TTFont, places: list[int]) -> None:
    """The first place is that of the sign for what a font lacks."""
    options = subset.Options(
        notdef_outline=True, hinting=True, layout_features=[], prune_unicode_ranges=False, drop_tables=["vmtx", "VORG"]
    )
    subsetter = subset.Subsetter(options)
    subsetter.populate(gids=places)
    subsetter.subset(font)
