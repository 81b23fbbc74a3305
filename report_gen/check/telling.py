"""A Check for people, who read it before the 4th of the month over twenty clients, and for programs."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, replace
from itertools import groupby

from report_gen.check.found import Check, MonthCheck, Remark
from report_gen.check.gaps import lacking_by_file
from report_gen.columns import hanging, table

WIDTH = 110  # columns of a terminal, in which a Chinese character takes two
LATE = "month_late"
MENTIONED = 3  # remarks of one kind that are shown one by one
PROBLEMS = 5  # of a client among several that are shown one by one
FEW = 3  # months alike that are shown one by one
_STANDING = {
    "not built": "not built yet",
    "built": "built",
    "outdated": "built from other exports, settings, words or templates, so build it again",
    "approved": "approved",
}


def as_json(checks: Sequence[Check]) -> str:
    """For programs: a list of clients."""
    return json.dumps([_plain(one) for one in checks], ensure_ascii=False, indent=1, default=str)


def as_text(checks: Sequence[Check]) -> str:
    """For people. Of one client everything; of several a line each, then what is to be done for those that need it."""
    if len(checks) == 1:
        return "\n".join(_client(checks[0], whole=True))
    busy = [one for one in checks if _is_busy(one)]
    return "\n\n".join("\n".join(lines) for lines in (_overview(checks), *(_client(one, whole=False) for one in busy)))


def _plain(one: Check) -> dict[str, object]:
    quality = [line.model_dump() for line in one.quality]
    restatements = [line.model_dump() for line in one.restatements]
    return {"buildable": one.buildable, **asdict(one), "quality": quality, "restatements": restatements}


# -- several clients


def _overview(checks: Sequence[Check]) -> Iterator[str]:
    busy = sum(map(_is_busy, checks))
    rest = (
        f"{busy} of {len(checks)} clients need something" if busy else f"All {len(checks)} clients have what they need"
    )
    yield f"{rest}, as of {checks[0].as_of}"
    yield from table([("", "month", "report", "to do"), *map(_summary, checks)])


def _summary(one: Check) -> tuple[str, ...]:
    return one.slug, one.month or "–", one.standing if one.buildable else "can’t be built", _in_short(one)


def _in_short(one: Check) -> str:
    """`no note list of 2026-10, missing 2, odd 1`; of several problems how many there are"""
    late = [f"no note list of {r.message.split()[0]}" for r in one.to_do if r.code == LATE]
    count = Counter(remark.kind for remark in one.to_do if remark.code != LATE)
    broken = [f"{len(one.problems)} to put right"] if one.problems and not late else []
    return ", ".join([*broken, *late, *(f"{kind} {n}" for kind, n in count.items())]) or "nothing"


def _is_busy(one: Check) -> bool:
    return bool(one.problems or one.to_do)


# -- one client


def _client(one: Check, whole: bool) -> Iterator[str]:
    yield "  ".join(filter(None, (one.slug, one.name, f"as of {one.as_of}" if one.as_of else "")))
    yield from _verdict(one)
    shown = one.problems if whole else one.problems[:PROBLEMS]
    for problem in shown:
        yield from _labelled("error", problem)
    if len(shown) < len(one.problems):
        more = len(one.problems) - len(shown)
        yield from _labelled("error", f"… and {more} more: report-gen check {one.slug} has them all.")
    if whole:
        yield from _there(one)
    yield from _section("To do", one.to_do)
    if whole:
        yield from _section("Worth knowing", [r for r in one.remarks if r.severity == "info"])
        yield from _months(one.months)


def _verdict(one: Check) -> Iterator[str]:
    if not one.buildable:
        yield f"  {one.month} can’t be built." if one.month else "  Can’t be built."
        return
    standing = one.approval or _STANDING[one.standing]
    n = len(one.to_do)
    yield f"  {one.month} can be built: {standing}. {f'{n} to do.' if n else 'Nothing to do.'}"


def _there(one: Check) -> Iterator[str]:
    """What there is for the month, and the files that it was looked for in."""
    files = ", ".join(f"{n} × {kind.replace('_', ' ')}" for kind, n in one.files.items())
    facts = {**one.facts, "files": files} if files else one.facts
    wide = max((len(name) for name in facts), default=0)
    if facts:
        yield ""
    for name, fact in facts.items():
        yield from hanging(f"  {name:{wide}}  ", fact, WIDTH)


def _section(title: str, remarks: Iterable[Remark]) -> Iterator[str]:
    """A paragraph a remark, what to do below it; the same advice once, after the last that it is for."""
    shown = list(_cut(list(remarks)))
    if shown:
        yield from ("", f"  {title}")
    for remark, following in zip(shown, [*shown, None][1:], strict=True):
        is_repeated = following is not None and following.advice == remark.advice
        yield from _labelled(remark.kind, f"{remark.message}{_place(remark)}", None if is_repeated else remark.advice)


def _cut(remarks: Sequence[Remark]) -> Iterator[Remark]:
    """Of many of one kind the first, and how many more there are."""
    counts = Counter(remark.code for remark in remarks)
    told: Counter[str] = Counter()
    for remark in remarks:
        told[remark.code] += 1
        if told[remark.code] <= MENTIONED or counts[remark.code] == MENTIONED + 1:
            yield remark
        elif told[remark.code] == counts[remark.code]:
            more = counts[remark.code] - MENTIONED
            message = f"… and {more} more of this kind ({remark.code}); --json has them all."
            yield replace(remark, message=message, file=None)


def _labelled(label: str, message: str, advice: str | None = None) -> Iterator[str]:
    yield from hanging(f"  {label:8}  ", message, WIDTH)
    if advice:
        yield from hanging(f"  {'':8}  → ", advice, WIDTH)


def _place(remark: Remark) -> str:
    """Where it is, below exports/; what lies beside that folder by its name alone."""
    file = (remark.file or "").removeprefix("../")
    unit = "line" if remark.kind == "words" else "row"
    return f" ({file}{f', {unit} {remark.row}' if remark.row else ''})" if file else ""


# -- months


def _months(found: Sequence[MonthCheck]) -> Iterator[str]:
    if found:
        rows = [row for alike, run in groupby(found, key=_kind_of) for row in _rows(alike, list(run))]
        yield ""
        yield from table([("month", "note lists of", "days without trends", "ranks read"), *rows])


def _kind_of(month: MonthCheck) -> str:
    """Months of a kind are shown by the first: those that can't be built, and those that lack nothing."""
    if month.problem:
        return "not covered"
    return "lacking" if month.missing or 0 < month.rank_days < month.days else "whole"


def _rows(kind: str, run: list[MonthCheck]) -> Iterator[tuple[str, ...]]:
    """A row a month; of many in a row that are alike the first, and how many follow."""
    shown = run[:1] if kind != "lacking" and len(run) > FEW else run
    yield from map(_row, shown)
    if len(shown) < len(run):
        alike = "that are not covered" if kind == "not covered" else "that lack nothing"
        yield "…", f"{len(run) - 1} more {alike}, up to {run[-1].month}", "", ""


def _row(month: MonthCheck) -> tuple[str, ...]:
    if month.problem:
        needed = f": needs one of {month.needed[0]} to {month.needed[1]}" if month.needed else ""
        return month.month, f"not covered{needed}", "", ""
    return month.month, _readings(month), _missing(month), f"{month.rank_days} of {month.days} days"


def _readings(month: MonthCheck) -> str:
    return "; ".join(f"{r.account} {r.opening or '(none before)'} and {r.closing}".lstrip() for r in month.readings)


def _missing(month: MonthCheck) -> str:
    """`互动 16, 涨粉 1`: which of the Creator Center's files lack how many days"""
    return ", ".join(f"{export} {n}" for export, n in lacking_by_file(month).items() if n) or "none"
