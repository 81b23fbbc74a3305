"""Where does that number come from? What `report-gen explain` answers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from report_gen import approval, benchmarks, config, explain, months, readers
from report_gen.config import ClientConfig
from report_gen.errors import CoverageError
from report_gen.report import Coverage, Report
from report_gen.tables import Tables
from report_gen.workspace import Client, Workspace


@dataclass(frozen=True)
class Question:
    """`number` is a path in report.json or its short form; `note` a publish time, an id or words of a title."""

    slug: str
    month: str
    number: str
    note: str | None = None


@dataclass(frozen=True)
class Answer:
    """`approved` says by whom and when, where the month is frozen."""

    question: Question
    coverage: Coverage
    trace: explain.Trace
    approved: str | None = None


def ask(workspace: Workspace, question: Question) -> Answer:
    """Reads everything afresh, finds the number and makes it once more. Raises QuestionError for what isn't in the report,
    explain.FaultError where the two computations disagree."""
    client = workspace.client(question.slug)
    settings = config.load(client)
    frozen = approval.frozen(client)
    tables = readers.read_exports(client, settings)
    approved = {month: one.report for month, one in frozen.items()}
    archive = _archive(client, settings, tables, approved, question.month)
    month = archive.month(question.month)
    if month is None:
        raise CoverageError(months.explain_uncovered(tables, settings, question.month))
    path = explain.find(explain.indexed(month.told), question.number, question.note)
    signed = frozen[question.month].manifest.told if question.month in frozen else None
    return Answer(question, month.told.coverage, explain.explain(month, path), signed)


def as_text(answer: Answer, every: bool = False) -> str:
    """For people. `every`: all cells, however many."""
    asked = answer.question
    place = f"Files are below clients/{asked.slug}/exports/."
    lines = [f"{asked.slug}, {asked.month}: {_readings(answer.coverage)} {place}"]
    if answer.approved:
        lines.append(f"The month was {answer.approved}.")
    lines += ["", explain.as_text(answer.trace, every)]
    return "\n".join(lines)


def as_json(answer: Answer) -> str:
    """For programs: the whole trace, with every cell."""
    asked, coverage = answer.question, answer.coverage
    data = {
        "client": asked.slug,
        "month": asked.month,
        "opening": coverage.opening,
        "closing": coverage.closing,
        "approved": answer.approved,
        "captured_on": sorted({cell.captured_on for cell in answer.trace.all_cells() if cell.captured_on}),
        **explain.as_data(answer.trace),
    }
    return json.dumps(data, ensure_ascii=False, indent=1, default=str)


def _archive(
    client: Client, settings: ClientConfig, tables: Tables, approved: Mapping[str, Report], month: str
) -> explain.Archive:
    """All of the client's Reports; of a month that the exports have only begun, what there is of it."""
    begun = months.latest_begun(tables)
    partial = month if month == begun and month not in months.covered(tables, settings) else None
    told = months.reports(tables, settings, client.slug, partial, approved)
    pools = benchmarks.read(client.pool)
    beside = tuple(one if one.month in approved else benchmarks.beside(one, settings, pools) for one in told)
    return explain.Archive(tables, settings, beside, frozenset(approved))


def _readings(coverage: Coverage) -> str:
    """Between which note lists the month lies."""
    opening = f"opening note lists of {coverage.opening}" if coverage.opening else "no opening note list"
    until = f", reported up to {coverage.last_day} only" if coverage.partial else ""
    return f"{opening}, closing ones of {coverage.closing}{until}."
