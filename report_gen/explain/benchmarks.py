"""Bands from outside: settings, not numbers of the month."""

from __future__ import annotations

from report_gen.explain._month import Month
from report_gen.explain._paths import Path
from report_gen.explain._trace import Trace

SECTIONS = ("benchmarks",)
OWN = "Set in client.yml under benchmarks; unofficial, from: {source}."
POOL = "From benchmarks.json, the agency's anonymous pool: quartiles over other clients' notes; unofficial: {source}."


def trace(path: Path, month: Month) -> Trace:
    _, position, field = path
    band = month.told.benchmarks[int(position)]
    listed = [
        b for b in month.config.benchmarks if (b.metric, b.format, b.source) == (band.metric, band.format, band.source)
    ]
    value = getattr(listed[0] if listed else band, field)
    how = (OWN if listed else POOL).format(source=band.source)
    return Trace(field, value, how if value is not None else f"None: the band has no {field} end. {how}")
