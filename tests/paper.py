"""A PDF as poppler and pikepdf read it, and what a book designer or a screen reader would find wrong with it.

The checks of `Paper` give a sentence for each fault, so that a test compares with an empty list and says what is wrong where.
"""

from __future__ import annotations

import io
import re
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from xml.etree import ElementTree

import pikepdf
from fontTools.cffLib import CFFFontSet

MM = 72 / 25.4
LEFT, RIGHT, TOP, BOTTOM = 18 * MM, 192 * MM, 8 * MM, 287 * MM  # between which text stands, head and foot included
COLUMN = 82 * MM  # of the contents
OPTICAL = 3  # points that large figures stand further left, so that they look in line
SMALLEST = 7.4  # points
HEADINGS = ("H1", "H2", "H3", "H4", "H5", "H6")
PAINTS = {"Tj", "TJ", "'", '"', "Do", "S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh"}


def run(*command: str | Path) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def folded(text: str) -> str:
    return re.sub(r"\s", "", text)


@dataclass(frozen=True)
class Element:
    """One element of the structure tree, its parts in reading order. `page` is where its first text or picture stands."""

    role: str
    source: pikepdf.Dictionary
    kids: tuple[Element, ...]
    marks: tuple[int, ...]  # of its own text
    own_page: int

    @property
    def page(self) -> int:
        return next((element.own_page for element in self.all if element.marks), self.own_page)

    @property
    def all(self) -> Iterator[Element]:
        yield self
        for kid in self.kids:
            yield from kid.all

    def of(self, *roles: str) -> list[Element]:
        return [element for element in self.all if element.role in roles]


@dataclass(frozen=True)
class Word:
    text: str
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class Shown:
    """What a page's stream shows: the operation, what it is marked as (None: not at all), its mark's number, its font."""

    operation: str
    tag: str | None
    mark: int | None
    font: str = ""


@dataclass(frozen=True)
class Paper:
    path: Path

    # -- what there is

    @cached_property
    def document(self) -> pikepdf.Pdf:
        return pikepdf.open(self.path)

    @cached_property
    def words(self) -> tuple[tuple[Word, ...], ...]:
        """By page."""
        tree = ElementTree.fromstring(_without_controls(run("pdftotext", "-bbox-layout", self.path, "-")))
        return tuple(
            tuple(
                Word(word.text or "", *(float(word.get(side, "0")) for side in ("xMin", "yMin", "xMax", "yMax")))
                for word in page.iterfind(".//{*}word")
            )
            for page in tree.iterfind(".//{*}page")
        )

    @cached_property
    def outline(self) -> list[tuple[str, int]]:
        """Bookmarks with the number of the page that each leads to."""
        with self.document.open_outline() as tree:
            return list(self._flat(tree.root))

    @cached_property
    def contents(self) -> list[tuple[str, int, int]]:
        """The lines of the contents: title, printed page number, number of the page that the line leads to."""
        page = next(n for n, page in enumerate(self.document.pages) if self._links(page))
        numbers = [word for word in self.words[page] if word.text.isdigit() and word.top < BOTTOM - 10 * MM]
        found: dict[tuple[str, int], int] = {}
        for link in self._links(self.document.pages[page]):
            key = str(link["/Contents"]), self.anchors[str(link["/Dest"])]
            printed = [word for word in numbers if _is_beside(word, [float(x) for x in link["/Rect"]])]
            found[key] = int(printed[0].text) if printed else found.get(key, 0)
        return [(title, printed, page) for (title, page), printed in found.items()]

    @cached_property
    def tree(self) -> Element:
        return self._element(self.document.Root.StructTreeRoot.K[0])

    @cached_property
    def shown(self) -> tuple[tuple[Shown, ...], ...]:
        """By page."""
        return tuple(tuple(_shown(page)) for page in self.document.pages)

    def head(self, page: int) -> str:
        """What stands above the page's text, from the left to the right."""
        return " ".join(word.text for word in self.words[page - 1] if word.bottom < 24 * MM)

    # -- checks

    def headings_that_end_a_page(self) -> list[str]:
        """What comes after a heading stands on its page, and so does the chart or table that it is of."""
        text = [element for element in self.tree.all if element.marks]
        last = [
            heading
            for heading in self.tree.of(*HEADINGS)
            for after in [_following(text, heading)]
            if after is None or after.page != heading.page
        ]
        parted = [
            heading for block in self.tree.all for heading, thing in _of_one_block(block) if heading.page != thing.page
        ]
        return [f"page {heading.page}: a heading ends it" for heading in (*last, *parted)]

    def tables_that_go_on_without_head(self) -> list[str]:
        """What is read first on a page is no row of a table."""
        firsts: dict[int, str] = {}
        for part in self._parts(self.tree, ""):
            firsts.setdefault(*part)
        return [f"page {page}: a table goes on without its head" for page, part in firsts.items() if part == "TBody"]

    def rows(self, first_page: int = 1) -> int:
        """Of the tables' bodies, from that page on; a row that goes on over the page counts twice."""
        parts = [part for table in self.tree.of("Table") for part in table.kids if table.own_page >= first_page]
        return sum(len(part.of("TR")) for part in parts if part.role != "THead")

    def text_outside_the_margins(self) -> list[str]:
        return [
            f"page {n}: “{word.text}” at {word.left:.0f}–{word.right:.0f}, {word.top:.0f}–{word.bottom:.0f}"
            for n, words in enumerate(self.words[1:], start=2)
            for word in words
            if word.left < LEFT - OPTICAL or word.right > RIGHT + 1 or word.top < TOP or word.bottom > BOTTOM
        ]

    def missing_characters(self) -> list[str]:
        """Text that asks for a drawing which its font doesn't have, or for the sign of a missing one."""
        return [
            f"{font}: {code}"
            for font, codes in self._codes().items()
            for code in sorted(codes - self._drawn[font] | codes & {0})
        ]

    def small_text(self) -> list[str]:
        """Of pages; charts are pictures, drawn at their own scale."""
        return [
            f"page {n}: {size:.1f} points"
            for n, page in enumerate(self.document.pages, start=1)
            for size in sorted({float(operands[1]) * 0.75 for operands, op in _operations(page) if op == "Tf"})
            if size < SMALLEST
        ]

    def untagged(self) -> list[str]:
        return [
            f"page {n}: {shown.operation}"
            for n, page in enumerate(self.shown, start=1)
            for shown in page
            if shown.tag is None
        ]

    def marks_without_element(self) -> list[str]:
        """Each marked text belongs to an element of the tree, and each page has some."""
        marked = {(n, s.mark) for n, page in enumerate(self.shown, start=1) for s in page if s.mark is not None}
        known = {(element.own_page, mark) for element in self.tree.all for mark in element.marks}
        empty = set(range(1, len(self.shown) + 1)) - {page for page, _ in known}
        return [f"page {page}: text {mark}" for page, mark in sorted(marked - known)] + [f"page {n}" for n in empty]

    def faults_of_tags(self) -> list[str]:
        return [*self._headings_out_of_order(), *self._figures_without_words(), *self._heads_without_scope()]

    def unnamed_chinese(self) -> list[str]:
        """In a document of another language, text in Chinese fonts whose element doesn't say so."""
        if str(self.document.Root.Lang).startswith("zh"):
            return []
        chinese = {name for name, font in self._fonts.items() if "CJK" in str(font.BaseFont)}
        said = {
            (element.own_page, mark) for element in self.tree.all for mark in element.marks if "/Lang" in element.source
        }
        return [
            f"page {n}: text {shown.mark}"
            for n, page in enumerate(self.shown, start=1)
            for shown in page
            if shown.font in chinese and shown.tag == "/Span" and (n, shown.mark) not in said
        ]

    # -- how it is read

    def _flat(self, items: Iterable[pikepdf.OutlineItem]) -> Iterator[tuple[str, int]]:
        for item in items:
            yield str(item.title), self._numbers[item.destination[0].objgen]  # type: ignore[index]
            yield from self._flat(item.children)

    @cached_property
    def _numbers(self) -> dict[tuple[int, int], int]:
        return {page.objgen: number for number, page in enumerate(self.document.pages, start=1)}

    @cached_property
    def anchors(self) -> dict[str, int]:
        """The places that links may lead to, and their pages."""
        names = list(self.document.Root.Names.Dests.Names)
        return {str(name): self._numbers[place[0].objgen] for name, place in zip(names[::2], names[1::2], strict=True)}

    def _links(self, page: pikepdf.Page) -> list[pikepdf.Dictionary]:
        return [link for link in page.get("/Annots", []) if "/Dest" in link]

    def _element(self, source: pikepdf.Dictionary) -> Element:
        kids = source.get("/K", [])
        parts = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
        below = tuple(self._element(part) for part in parts if isinstance(part, pikepdf.Dictionary) and "/S" in part)
        marks = tuple(int(part) for part in parts if isinstance(part, int))
        page = self._numbers[source.Pg.objgen] if "/Pg" in source else 0
        return Element(str(source.S)[1:], source, below, marks, page)

    def _parts(self, element: Element, part: str) -> Iterator[tuple[int, str]]:
        """Page and part of a table of every text and picture, in reading order."""
        part = element.role if element.role in ("THead", "TBody") else part
        if element.marks:
            yield element.own_page, part
        for kid in element.kids:
            yield from self._parts(kid, part)

    @cached_property
    def _fonts(self) -> dict[str, pikepdf.Dictionary]:
        """By the name under which pages set them."""
        return dict(self.document.pages[0].Resources.Font.items())

    @cached_property
    def _drawn(self) -> dict[str, set[int]]:
        found = {}
        for name, font in self._fonts.items():
            cff = CFFFontSet()
            cff.decompile(io.BytesIO(font.DescendantFonts[0].FontDescriptor.FontFile3.read_bytes()), None)
            found[name] = {int(glyph[3:]) for glyph in cff[0].charset if glyph != ".notdef"}
        return found

    def _codes(self) -> dict[str, set[int]]:
        """The numbers of the characters that text asks for, by font; charts too."""
        found: dict[str, set[int]] = {name: set() for name in self._fonts}
        for page in self.document.pages:
            for font, codes in _texts(page, page.Resources):
                found[font].update(int.from_bytes(codes[n : n + 2], "big") for n in range(0, len(codes), 2))
        return found

    def _headings_out_of_order(self) -> Iterator[str]:
        level = 0
        for heading in self.tree.of(*HEADINGS):
            if int(heading.role[1]) > level + 1:
                yield f"page {heading.page}: {heading.role} after H{level}"
            if not any(element.marks for element in heading.all):
                yield f"page {heading.page}: an empty {heading.role}"
            level = int(heading.role[1])

    def _figures_without_words(self) -> Iterator[str]:
        for figure in self.tree.of("Figure"):
            left, bottom, right, top = (float(x) for x in figure.source.A.BBox)
            if len(str(figure.source.get("/Alt", ""))) < 3:
                yield f"page {figure.page}: a figure without words"
            if not (0 <= left < right <= 596 and 0 <= bottom < top <= 842):
                yield f"page {figure.page}: a figure's box is not on the page"

    def _heads_without_scope(self) -> Iterator[str]:
        for head in self.tree.of("TH"):
            if "/Scope" not in head.source.A:
                yield f"page {head.page}: a head without scope"


def _without_controls(text: str) -> str:
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "", text)


def _is_beside(word: Word, box: list[float]) -> bool:
    """Whether a number stands at the end of that link's column and line."""
    left, bottom, top = min(box[0::2]), min(box[1::2]), max(box[1::2])
    middle = 841.89 - (word.top + word.bottom) / 2
    return abs(word.right - left - COLUMN) < 2 and bottom - 1 <= middle <= top + 1


def _following(text: list[Element], heading: Element) -> Element | None:
    """What is read after the heading."""
    own = [n for n, element in enumerate(text) if any(element is part for part in heading.all)]
    return text[own[-1] + 1] if own and own[-1] + 1 < len(text) else None


def _of_one_block(block: Element) -> Iterator[tuple[Element, Element]]:
    """A heading with the chart or table beside it in its block."""
    headings = [kid for kid in block.kids if kid.role in HEADINGS]
    things = [found for kid in block.kids if kid.role not in ("Art", "Div") for found in kid.of("Figure", "Table")[:1]]
    if len(headings) == 1 and things:
        yield headings[0], things[0]


def _operations(page: pikepdf.Page | pikepdf.Object) -> Iterator[tuple[list[pikepdf.Object], str]]:
    for operands, operator in pikepdf.parse_content_stream(page):
        yield list(operands), str(operator)


def _shown(page: pikepdf.Page | pikepdf.Object) -> Iterator[Shown]:
    """Everything that leaves a trace on the page, charts taken apart."""
    marks: list[tuple[str, int | None]] = []
    font = ""
    for operands, operation in _operations(page):
        if operation in ("BDC", "BMC"):
            properties = operands[1] if len(operands) > 1 else {}
            marks.append((str(operands[0]), int(properties["/MCID"]) if "/MCID" in properties else None))
        elif operation == "EMC":
            marks.pop()
        elif operation == "Tf":
            font = str(operands[0])
        elif operation in PAINTS:
            tag, mark = marks[-1] if marks else (None, None)
            yield Shown(operation, tag, mark, font)


def _texts(page: pikepdf.Page | pikepdf.Object, resources: pikepdf.Object) -> Iterator[tuple[str, bytes]]:
    """Font and characters of every text, those in pictures as well."""
    font = ""
    for operands, operation in _operations(page):
        if operation == "Tf":
            font = str(operands[0])
        elif operation in ("Tj", "TJ"):
            parts = operands[0] if operation == "TJ" else operands
            yield font, b"".join(bytes(part) for part in parts if isinstance(part, pikepdf.String))
        elif operation == "Do":
            picture = resources.XObject[str(operands[0])]
            if picture.get("/Subtype") == "/Form":
                yield from _texts(picture, picture.get("/Resources", resources))
