"""The numbers that the report itself names behind its headline figures."""

from __future__ import annotations

from report_gen.explain._explain import report_data
from report_gen.explain._month import Month
from report_gen.explain._paths import Path, at
from report_gen.explain._trace import Trace
from report_gen.explain.headline import value

SECTIONS = ("explanations",)


def trace(path: Path, month: Month) -> Trace:
    _, metric, field, *rest = path
    whole = value(metric, month)
    if field == "numbers":
        return next(term for term in whole.terms if term.name == rest[0])
    return Trace(field, at(report_data(month), path), f"In words, what {metric} is made of.", (whole.called(metric),))
