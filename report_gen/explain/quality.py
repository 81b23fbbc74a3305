"""What the checks found: which file and row a line is about."""

from __future__ import annotations

from report_gen.explain._month import Month
from report_gen.explain._paths import Path
from report_gen.explain._trace import Cell, Trace
from report_gen.wording import say

SECTIONS = ("quality",)


def trace(path: Path, month: Month) -> Trace:
    """The line's own words are its explanation."""
    _, position, field, *language = path
    line = month.told.quality[int(position)]
    value = getattr(line, field)
    if language:
        return Trace(language[0], value[language[0]], line.message)
    if value is None:
        return Trace(field, None, f"The line is about no single {field}: {line.message}")
    cells = (Cell(line.file, "", line.row, "", None, line.code),) if line.file and line.row else ()
    advice = (say("What to do: {advice}", advice=line.advice),) if line.advice else ()
    return Trace(field, value, line.message, (), cells, advice)
