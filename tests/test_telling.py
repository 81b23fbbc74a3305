"""All that there is to tell of a client: the same whether it was just computed or kept, in one process or several."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from report_gen.fleet import Crew
from report_gen.jobs import Options
from report_gen.report import Report
from report_gen.simulate import simulate_client
from report_gen.telling import Told, tell
from report_gen.workspace import Client, Workspace

LOW, AS_WRITTEN = 0.012345678901234567, 0.0123456789012  # report.json holds twelve digits
BAND = {
    "category": "all", "format": "image", "metric": "saves_per_impression", "low": LOW, "median": 0.02, "high": 0.03,
}  # fmt: skip
POOL = {"schema": "report-gen/benchmarks@1", "pools": [{"month": "2026-10", "cells": [BAND]}]}


@pytest.fixture
def client(workspace: Workspace) -> Client:
    """Two months of exports, and a pool that the second is held against."""
    simulate_client(workspace.root / "clients" / "demo", 2, 1, "2026-10")
    workspace.pool.write_text(json.dumps(POOL), encoding="utf-8")
    return workspace.client("demo")


def cache(client: Client) -> Path:
    return client.build / "cache" / "reports.json"


def bands(told: Told) -> list[float | None]:
    return [band.low for band in told.reports[-1].benchmarks if band.source.startswith("agency pool")]


def nothing() -> None:
    """Nothing to get ready."""


def test_what_is_kept_is_what_was_computed(client: Client) -> None:
    computed = tell(client, Options())
    assert cache(client).is_file()
    assert tell(client, Options()) == computed


def test_reports_have_the_digits_of_report_json(client: Client) -> None:
    """Just computed ones too, with what the pool adds: pages and report.json can't differ."""
    told = tell(client, Options())
    assert bands(told) == [AS_WRITTEN]
    for report in told.reports:
        assert report == Report.from_json(report.to_json())


def test_nothing_kept_outlives_its_inputs(client: Client) -> None:
    """Settings, exports and the pool: each is in the key."""
    assert bands(tell(client, Options()))
    client.pool.unlink()
    assert not bands(tell(client, Options()))
    settings = client.settings.read_text("utf-8")
    client.settings.write_text(settings.replace('client: "Demo"', 'client: "Another"'), encoding="utf-8")
    assert tell(client, Options()).reports[-1].client.name == "Another"
    assert tell(client, Options()).reports[-1].keywords[0].days
    for file in client.exports.rglob("keyword-ranks-*"):
        file.unlink()
    assert not tell(client, Options()).reports[-1].keywords[0].days


@pytest.mark.parametrize("damage", [b"[]", None], ids=["something else", "cut off"])
def test_a_damaged_cache_costs_a_computation_and_nothing_else(client: Client, damage: bytes | None) -> None:
    computed = tell(client, Options())
    whole = cache(client).read_bytes()
    cache(client).write_bytes(whole[:-9] if damage is None else damage)
    assert tell(client, Options()).reports == computed.reports
    assert cache(client).read_bytes() == whole


def test_several_processes_compute_the_same(client: Client) -> None:
    alone = tell(client, Options())
    cache(client).unlink()
    with Crew(2) as crew:
        crew.get_ready(nothing)
        assert tell(client, Options(), each=crew.each) == alone
