"""Simulated clients: exports on disk → readers → Reports, beside what the Reports must say."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import yaml

from report_gen import months
from report_gen.config import ClientConfig
from report_gen.readers import read_exports
from report_gen.simulate import GENUINE, USUAL, Layout, Quirks, Schedule, demos, simulate, write, write_all
from report_gen.simulate.settings import client_yml
from report_gen.workspace import Client
from tests.truth import oracle
from tests.truth.readings import World

Json = dict[str, Any]
USUAL_QUIRKS = Quirks()
SECTIONS = (
    "coverage", "headline", "formats", "pillars", "traits", "notes", "keywords", "destinations", "paid", "creators",
    "reconciliation",
)  # fmt: skip
# What a section's records are told apart by; those without are compared in their order.
BY_NAME = {"traits": "name", "destinations": "name", "notes": "published_at", "formats": "name", "pillars": "name"}


@dataclass(frozen=True, eq=False)
class Case:
    """A client to simulate. `plan` replaces parts of the demo plan of `slug`; with `accounts` (name → changes to the plan)
    there are several, each with a seed of its own."""

    seed: int
    slug: str = "client-x"
    months: int = 3
    quirks: Quirks = USUAL_QUIRKS
    plan: Mapping[str, Any] = field(default_factory=dict)
    layout: Layout = GENUINE
    schedule: Schedule = USUAL
    settings: Mapping[str, Any] = field(default_factory=dict)
    accounts: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    partial: dt.date | None = None  # also what there is of its month, up to the note list of that day


@dataclass(frozen=True)
class Line:
    """A data quality line that must be there: its code, in which month, and where it points."""

    month: str
    code: str
    file: str | None = None
    row: int | None = None


@dataclass(frozen=True, eq=False)
class Told:
    world: World
    expected: list[Json]
    reports: list[Json]

    @property
    def lines(self) -> set[Line]:
        """Every line of every month, once as it is and once without the place."""
        return {
            line
            for report in self.reports
            for q in report["quality"]
            for line in (Line(report["month"], q["code"], q["file"], q["row"]), Line(report["month"], q["code"]))
        }

    def codes(self, severity: str = "warning") -> set[str]:
        return {q["code"] for report in self.reports for q in report["quality"] if q["severity"] == severity}


@cache
def told(case: Case) -> Told:
    base = replace(
        demos.plan(case.slug, case.months, "2026-10"), quirks=case.quirks, advertising=None, collaborations=()
    )
    changes = case.accounts or {"": {}}
    accounts = {
        name: simulate(replace(base, **{**case.plan, **own}), case.seed + i)
        for i, (name, own) in enumerate(changes.items())
    }
    first = next(iter(accounts.values()))
    settings = yaml.safe_load(client_yml(case.slug, first.plan)) | {"accounts": [*case.accounts], **case.settings}
    world = World(accounts, ClientConfig.model_validate(settings), case.layout, case.schedule)
    with TemporaryDirectory() as folder:
        client = Client(case.slug, Path(folder) / "clients" / case.slug, Path(folder))
        if case.accounts:
            write_all(accounts, client.exports, case.layout, case.schedule)
        else:
            write(first, client.exports, case.layout, case.schedule)
        partial = f"{case.partial:%Y-%m}" if case.partial else None
        found = months.reports(read_exports(client, world.config), world.config, case.slug, partial)
    return Told(world, oracle.reports(world, case.partial), [json.loads(report.to_json()) for report in found])


def agree(case: Case) -> None:
    """Every section of every month's report.json is what truly happened."""
    both = told(case)
    assert [r["month"] for r in both.reports] == [r["month"] for r in both.expected]
    differences = [
        f"{expected['month']} {difference}"
        for expected, report in zip(both.expected, both.reports, strict=True)
        for section in SECTIONS
        for difference in _compared(expected[section], report[section], section)
    ]
    assert not differences, "\n".join(differences[:40])


def _compared(expected: Any, found: Any, section: str) -> list[str]:
    name = BY_NAME.get(section)
    return _differences(_ordered(expected, name), _ordered(found, name), section)


def _ordered(records: Any, name: str | None) -> Any:
    if not name:
        return records
    return sorted(records, key=lambda r: (r[name], r.get("title", ""), json.dumps(r.get("lifetime"))))


def _differences(expected: Any, found: Any, place: str) -> list[str]:
    """Where the two differ; keys that only the report has are not compared."""
    if isinstance(expected, dict) and isinstance(found, dict):
        return [d for key, value in expected.items() for d in _differences(value, found.get(key), f"{place}.{key}")]
    if isinstance(expected, list | tuple) and isinstance(found, list):
        if len(expected) != len(found):
            return [f"{place}: {len(expected)} expected, {len(found)} found"]
        pairs = enumerate(zip(expected, found, strict=True))
        return [d for i, (one, other) in pairs for d in _differences(one, other, f"{place}[{i}]")]
    is_number = isinstance(expected, int | float) and isinstance(found, int | float)
    same = found == pytest.approx(expected, rel=1e-9, abs=1e-10) if is_number else found == expected
    return [] if same else [f"{place}: {expected!r} expected, {found!r} found"]
