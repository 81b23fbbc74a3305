"""Where each number of report.json comes from: the formula, the numbers that went in, and the cells of the exports.

A second computation, apart from `metrics`: from the rows that `history` counts to the month, by plain arithmetic on single
cells. A number that the two don't agree on is a fault, and said so. One file per section of report.json. To add a section,
add one file here with

    SECTIONS = ("days",)                             the keys of report.json that it explains
    def trace(path, month) -> Trace                  the number at that path, such as ("days", "2026-10-05", "values", "saves")

`month` is a `_month.Month`, the rows of a month; `_trace.Trace` is a number with its formula, terms and cells; `_paths` finds
the path that a short name means; the smallest example is `days`.
"""

from report_gen.explain._compact import explanations
from report_gen.explain._explain import explain
from report_gen.explain._month import Archive, Month
from report_gen.explain._paths import find, indexed, leaves
from report_gen.explain._text import as_text
from report_gen.explain._trace import Cell, FaultError, Trace, as_data

__all__ = [
    "Archive",
    "Cell",
    "FaultError",
    "Month",
    "Trace",
    "as_data",
    "as_text",
    "explain",
    "explanations",
    "find",
    "indexed",
    "leaves",
]
