"""Traces in short, as the report carries them beside its headline numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from report_gen.explain._month import Month, runs
from report_gen.explain._trace import Cell, FaultError, Trace, agree
from report_gen.explain.headline import value
from report_gen.history import MonthData
from report_gen.report import Explanation, Headline, Origin
from report_gen.tables import Quality, Tables
from report_gen.wording import languages, say, told


def explanations(
    data: MonthData, tables: Tables, headline: Mapping[str, Headline]
) -> tuple[dict[str, Explanation], tuple[Quality, ...]]:
    """How each headline number was made, and a line for those that come out otherwise here than in the report."""
    month = Month.of(data, tables)
    traces = dict(_traces(month, headline))
    apart = [(metric, trace) for metric, trace in traces.items() if not agree(trace.value, headline[metric].value)]
    found = tuple(_apart(metric, headline[metric], trace) for metric, trace in apart)
    return {metric: _compact(trace) for metric, trace in traces.items()}, found


def _traces(month: Month, headline: Mapping[str, Headline]) -> Iterator[tuple[str, Trace]]:
    for metric in headline:
        try:
            yield metric, value(metric, month)
        except FaultError:  # a number of a metric that nothing here knows of
            continue


def _compact(trace: Trace) -> Explanation:
    numbers = {
        term.name: term.value for term in trace.terms if term.value is None or isinstance(term.value, int | float)
    }
    lines = [told(line) for part in _all(trace) for line in part.left_out]
    left_out = (
        {language: tuple(dict.fromkeys(line[language] for line in lines)) for language in languages()} if lines else {}
    )
    return Explanation(
        formula=trace.formula,
        numbers=numbers,
        origins=tuple(_origins(trace.all_cells())),
        left_out=left_out.get("en", ()),
        left_out_told=left_out,
    )


def _all(trace: Trace) -> Iterator[Trace]:
    yield trace
    for term in trace.terms:
        yield from _all(term)


def _origins(cells: Iterable[Cell]) -> Iterator[Origin]:
    groups: dict[tuple[str, str, str], list[Cell]] = {}
    for cell in cells:
        groups.setdefault((cell.file, cell.sheet, cell.column), []).append(cell)
    for (file, sheet, column), own in sorted(groups.items()):
        rows = runs(cell.row for cell in own)
        yield Origin(file=file, sheet=sheet, column=column, rows=rows, captured_on=own[0].captured_on)


def _apart(metric: str, shown: Headline, trace: Trace) -> Quality:
    message = say(
        "{metric} is {told} in the report, but {made} when its cells are added up once more.",
        metric=metric, told=str(shown.value), made=str(trace.value),
    )  # fmt: skip
    advice = say(
        "Don’t publish the number before you have looked at its cells with report-gen explain, and report this fault."
    )
    return Quality.told("explained_otherwise", "warning", message, advice)
