"""Text in columns of a terminal, in which a Chinese character takes two."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence


def width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(mark) in "WF" else 1 for mark in text)


def cut(text: str, most: int) -> str:
    """The text, or as much of it as fits with an ellipsis."""
    if width(text) <= most:
        return text
    while text and width(text) >= most:
        text = text[:-1]
    return f"{text.rstrip()}…"


def table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """A line a row, indented by two, each column as wide as its widest cell."""
    wide = [max(map(width, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        yield ("  " + "  ".join(cell + " " * (w - width(cell)) for cell, w in zip(row, wide, strict=True))).rstrip()


def hanging(head: str, text: str, most: int) -> Iterator[str]:
    """The text after its head, wrapped at `most` columns, its further lines indented as far."""
    line, start = head, " " * width(head)
    for word in text.split():
        if line.strip() and line not in (head, start) and width(line) + 1 + width(word) > most:
            yield line
            line = start
        line += word if line in (head, start) else f" {word}"
    yield line.rstrip()
