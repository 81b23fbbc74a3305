"""What no number is made of: whose report it is, how rates are defined, and the events that the client named."""

from __future__ import annotations

from typing import Any

from report_gen.explain._explain import report_data
from report_gen.explain._month import Month
from report_gen.explain._paths import Path, at
from report_gen.explain._trace import Trace

SECTIONS = ("names", "targets", "schema", "client", "month", "definitions", "events")
HOW = {
    "schema": "The form of report.json.",
    "client": "The client's folder, and its name in client.yml.",
    "month": "The month that the report is of.",
    "names": "What a language calls the client's own names, as client.yml has it.",
    "targets": "As client.yml has it under targets, for the months of the quarter.",
    "definitions": "How a rate is made; what the save rate divides by is set in client.yml.",
    "events": "Named in client.yml under events.",
}


def trace(path: Path, month: Month) -> Trace:
    told: Any = at(report_data(month), path)
    return Trace(path[-1], told, HOW[path[0]])
