"""The PDF's tags, where WeasyPrint leaves something to be done for those who hear a document instead of seeing it.

`finish` goes over the document before it is written, as `finisher` of `Document.write_pdf`:

- what repeats at the head and foot of pages is an artifact, not text between two sentences;
- Chinese inside a document of another language says that it is Chinese;
- heads of tables say whether they are of a row or of a column;
- a link is called by the title that it leads to, not by its anchor;
- a figure's box is given in the page's own coordinates.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pydyf

HAN_FONTS = " CJK "  # in the names of the fonts that Chinese characters come from
CHINESE = "zh-Hans"
_POINTS = 72 / 96


def finish(document: Any, pdf: Any, titles: Mapping[str, str]) -> None:
    """`document` as it is laid out; `titles` of the places that links lead to, by anchor."""
    tree = _Tree(pdf)
    tree.set_aside_artifacts()
    if not bytes(pdf.catalog["Lang"].data).startswith(b"(zh"):
        tree.name_chinese({font.hash for font in document.fonts.values() if HAN_FONTS in f" {font.family} "})
    for element in tree.elements:
        _finish_element(tree, element, document.pages[0].height)
    for annotation in (o for o in pdf.objects if isinstance(o, dict) and o.get("Subtype") == "/Link"):
        if "Dest" in annotation:
            anchor = annotation["Dest"].string
            annotation["Contents"] = pydyf.String(titles.get(anchor, anchor))


@dataclass(frozen=True)
class _Text:
    """One run of marked text on a page: where it begins in the page's stream, its number there, and its fonts."""

    start: int
    number: int
    fonts: frozenset[str]


class _Tree:
    """The structure tree with the pages' text that it leads to."""

    def __init__(self, pdf: Any) -> None:
        self._pdf = pdf
        root = self._at(pdf.catalog["StructTreeRoot"])
        self.elements = list(self._below(root["K"]))
        numbers = self._at(root["ParentTree"])["Nums"]
        self._texts: dict[int, list[Any]] = {
            key: found for key, found in zip(numbers[::2], numbers[1::2], strict=True) if isinstance(found, list)
        }
        self._streams = [self._at(self._at(page)["Contents"]).stream for page in pdf.page_references]

    def kids(self, element: Any) -> list[Any]:
        """The elements right below."""
        return [self._at(kid) for kid in element["K"] if isinstance(kid, bytes)]

    def parent(self, element: Any) -> Any:
        return self._at(element["P"])

    def set_aside_artifacts(self) -> None:
        """Text whose element hangs on no branch is of the margins."""
        found = {id(element) for element in self.elements}
        for page, texts in self._texts.items():
            for text in _marked(self._streams[page]):
                element = self._at(texts[text.number])
                if id(element) not in found:
                    self._streams[page][text.start] = "/Artifact"
                    self._streams[page][text.start + 1] = pydyf.Dictionary({"Type": "/Pagination"})
                    texts[text.number] = "null"
                    element.clear()

    def name_chinese(self, fonts: set[str]) -> None:
        for page, texts in self._texts.items():
            for text in _marked(self._streams[page]):
                if text.fonts & fonts:
                    self._at(texts[text.number])["Lang"] = pydyf.String(CHINESE)

    def _below(self, kids: Any) -> Iterator[Any]:
        for element in (self._at(kid) for kid in kids if isinstance(kid, bytes)):
            if "S" in element:
                yield element
                yield from self._below(element["K"])

    def _at(self, reference: bytes) -> Any:
        return self._pdf.objects[int(reference.split()[0])]


def _marked(stream: list[Any]) -> Iterator[_Text]:
    """The page's runs of marked text. pydyf keeps a stream as its operations: a tag, its properties, `BDC`."""
    starts = [n for n, item in enumerate(stream) if isinstance(item, dict) and "MCID" in item]
    for start, end in zip(starts, [*starts[1:], len(stream)], strict=True):
        set_fonts = (item.split()[0] for item in stream[start:end] if isinstance(item, bytes) and item.endswith(b" Tf"))
        yield _Text(start - 1, stream[start]["MCID"], frozenset(name[1:].decode() for name in set_fonts))


def _finish_element(tree: _Tree, element: Any, height: float) -> None:
    if element["S"] == "/Figure":
        left, top, right, bottom = element["A"]["BBox"]
        sides = (left, height - bottom, right, height - top)
        element["A"]["BBox"] = pydyf.Array([round(side * _POINTS, 3) for side in sides])
    elif element["S"] == "/TH":
        row = tree.parent(element)
        heads = tree.parent(row)["S"] == "/THead" or all(cell["S"] == "/TH" for cell in tree.kids(row))
        element["A"]["Scope"] = "/Column" if heads else "/Row"
