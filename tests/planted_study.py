"""A study of the findings on accounts whose truth is known: what is claimed where nothing happened, and which planted
stories the first screen tells.

    python -m tests.planted_study            prints its tables, after some ten minutes on two idle cores
    python -m tests.planted_study --write    puts them into docs/findings.md
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tests.planted import judge
from tests.planted.plots import BY_NAME, PLOTS, SIZES, planted
from tests.planted.quiet import quiet

DOCS = Path(__file__).parents[1] / "docs" / "findings.md"
QUIET = range(60)
SEEDS = range(1000, 1006)
FEW, MANY = 30, 100  # notes a month: accounts below, between and above


@dataclass(frozen=True)
class QuietMonth:
    """A month without a story: how many notes it had, and the rules that claimed something."""

    notes: int
    rules: tuple[str, ...]


def quiet_months(seed: int) -> list[QuietMonth]:
    """The account's months from the third on."""
    return [
        QuietMonth(len(report.notes), tuple(sorted({f.rule for f in judge.claims(report)})))
        for report in judge.told(quiet(seed))[judge.FIRST_JUDGED :]
    ]


def is_told(name: str, size: int, seed: int) -> bool:
    return judge.tells(BY_NAME[name], judge.told(planted(BY_NAME[name], size, seed)))


# -- as tables


def alarms(months: Sequence[QuietMonth]) -> str:
    """Per rule, and by how many notes there are."""
    rules = Counter(rule for month in months for rule in month.rules)
    sizes = (
        (f"below {FEW} notes", [m for m in months if m.notes < FEW]),
        (f"{FEW} to {MANY} notes", [m for m in months if FEW <= m.notes <= MANY]),
        (f"above {MANY} notes", [m for m in months if m.notes > MANY]),
        ("**all months**", months),
    )
    rows = [(name, len(own), sum(bool(m.rules) for m in own)) for name, own in sizes]
    rows += [(f"`{rule}`", len(months), n) for rule, n in sorted(rules.items(), key=lambda r: (-r[1], r[0]))]
    lines = [f"| {name} | {n:,} | {found} | {100 * found / max(n, 1):.1f} % |" for name, n, found in rows]
    return "\n".join(["| of | months | with a claim | share |", "| --- | ---: | ---: | ---: |", *lines])


def stories(found: dict[tuple[str, int], int], seeds: int) -> str:
    heads = " | ".join(SIZES)
    lines = [f"| {p.name} | {' | '.join(f'{found[p.name, n]} of {seeds}' for n in range(len(SIZES)))} |" for p in PLOTS]
    return "\n".join([f"| story | {heads} |", "| --- | ---: | ---: | ---: |", *lines])


def study() -> dict[str, str]:
    """Both tables by their names."""
    cases = [(p.name, size, seed) for p in PLOTS for size in range(len(SIZES)) for seed in SEEDS]
    with ProcessPoolExecutor(2) as pool:
        months = [month for account in pool.map(quiet_months, QUIET) for month in account]
        told = list(pool.map(is_told, *zip(*cases, strict=True), chunksize=5))
    found = Counter({(name, size): 0 for name, size, _ in cases})
    for (name, size, _), yes in zip(cases, told, strict=True):
        found[name, size] += yes
    return {"alarms": alarms(months), "stories": stories(found, len(SEEDS))}


def written(text: str, tables: dict[str, str]) -> str:
    """The page with its tables as this study gives them."""
    for name, table in tables.items():
        marks = f"<!-- {name} -->", f"<!-- end {name} -->"
        text = re.sub(f"{marks[0]}.*?{marks[1]}", f"{marks[0]}\n{table}\n{marks[1]}", text, flags=re.DOTALL)
    return text


def main(arguments: Sequence[str]) -> None:
    tables = study()
    if "--write" in arguments:
        DOCS.write_text(written(DOCS.read_text("utf-8"), tables), "utf-8")
    else:
        print(*tables.values(), sep="\n\n")


if __name__ == "__main__":
    main(sys.argv[1:])
