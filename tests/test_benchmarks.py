"""Which bands a month is held against: those of client.yml first, then the agency's pool as it was known by then."""

from __future__ import annotations

from pathlib import Path

import pytest

from report_gen import benchmarks, keys
from report_gen.benchmarks import ALL, Cell, Pool, PoolFile
from report_gen.errors import SettingsError
from report_gen.months import reports
from report_gen.report import Band, Report
from report_gen.workspace import Client, Workspace
from tests.by_hand import config, note_list, tables

OLD = "2026-07-01 09:00:00"
LISTS = [note_list(f"2026-{month:02d}-01", {OLD: 10 * month}) for month in (9, 10, 11)]
OWN = {"metric": "save_rate", "format": "image", "low": "1%", "good": "3%", "source": "trade press 2026"}


def cell(category: str = "food-and-drink", metric: str = "saves_per_impression", low: float = 0.012) -> Cell:
    return Cell.model_validate(
        {"category": category, "format": "image", "metric": metric, "low": low, "median": 0.02, "high": 0.031}
    )


def pools(*cells: Cell, month: str = "2026-10") -> PoolFile:
    return PoolFile(schema="report-gen/benchmarks@1", pools=(Pool(month=month, cells=cells),))


def october(file: PoolFile, **settings: object) -> tuple[Band, ...]:
    """The bands of October's Report."""
    return bands(file, -1, **settings)


def bands(file: PoolFile, month: int, **settings: object) -> tuple[Band, ...]:
    asked = config(**{"category": "food-and-drink", **settings})
    report: Report = reports(tables(LISTS), asked, "client-x")[month]
    return benchmarks.beside(report, asked, file).benchmarks


def test_the_bands_of_client_yml_are_in_the_report_as_they_are_written() -> None:
    (report, *_) = reports(tables(LISTS), config(benchmarks=[OWN]), "client-x")
    assert report.benchmarks == (
        Band(metric="save_rate", format="image", low=0.01, good=0.03, source="trade press 2026"),
    )


def test_the_pool_gives_a_band_from_its_lower_to_its_upper_quartile_with_its_source() -> None:
    assert october(pools(cell())) == (
        Band(
            metric="save_rate", format="image", low=0.012, good=0.031, source="agency pool, food-and-drink, to 2026-10"
        ),
    )


@pytest.mark.parametrize(
    ("category", "cells", "expected"),
    [
        pytest.param("food-and-drink", [cell(), cell(ALL, low=0.009)], ["food-and-drink"], id="its own before all"),
        pytest.param("Food-and-Drink ", [cell()], ["food-and-drink"], id="however it is written"),
        pytest.param("beauty", [cell(), cell(ALL)], ["all categories"], id="all where its own has none"),
        pytest.param(None, [cell(), cell(ALL)], ["all categories"], id="all for a client of no category"),
        pytest.param("beauty", [cell()], [], id="never another category's"),
    ],
)
def test_a_client_is_held_against_its_own_category_or_all(
    category: str | None, cells: list[Cell], expected: list[str]
) -> None:
    assert [band.source for band in october(pools(*cells), category=category)] == [
        f"agency pool, {name}, to 2026-10" for name in expected
    ]


@pytest.mark.parametrize(
    ("per", "metric", "name"),
    [
        ("impressions", "saves_per_impression", "save_rate"), ("impressions", "saves_per_view", None),
        ("views", "saves_per_view", "save_rate"), ("views", "saves_per_impression", None),
        ("impressions", "comments_per_impression", "comment_rate"), ("views", "comments_per_view", "comment_rate"),
        ("impressions", "comments_per_view", None), ("reach", "saves_per_view", None),
    ],
)  # fmt: skip
def test_a_band_holds_only_for_a_rate_with_the_same_denominator(per: str, metric: str, name: str | None) -> None:
    found = october(pools(cell(metric=metric)), save_rate={"per": per})
    assert [band.metric for band in found] == ([name] if name else [])


@pytest.mark.parametrize(
    ("own", "kept"),
    [
        pytest.param(OWN, 1, id="the same metric and format"),
        pytest.param({**OWN, "metric": "saves_per_impression"}, 1, id="the same rate by its other name"),
        pytest.param({**OWN, "format": "video"}, 2, id="another format"),
        pytest.param({**OWN, "format": None}, 2, id="all notes"),
        pytest.param({**OWN, "metric": "saves_per_view"}, 2, id="another denominator"),
    ],
)
def test_what_client_yml_says_wins_and_stands_first(own: dict[str, object], kept: int) -> None:
    found = october(pools(cell()), benchmarks=[own])
    assert len(found) == kept
    assert found[0].source == "trade press 2026"


def test_a_month_is_held_against_the_latest_pool_up_to_it() -> None:
    file = pools(cell(low=0.012), month="2026-09").with_pool(Pool(month="2026-11", cells=(cell(low=0.02),)))
    assert [band.low for band in october(file)] == [0.012]
    assert [band.source[-7:] for band in october(file)] == ["2026-09"]
    assert bands(file, 0) == ()  # August: before any pool


def test_a_pool_made_again_replaces_that_of_its_month_only() -> None:
    file = pools(cell(low=0.01), month="2026-10").with_pool(Pool(month="2026-09"))
    again = file.with_pool(Pool(month="2026-10", cells=(cell(low=0.02),)))
    assert [(pool.month, [c.low for c in pool.cells]) for pool in again.pools] == [("2026-09", []), ("2026-10", [0.02])]


# -- the file


def test_the_file_comes_back_as_it_was_written(tmp_path: Path) -> None:
    (tmp_path / "benchmarks.json").write_text(pools(cell()).to_json(), "utf-8")
    assert benchmarks.read(tmp_path / "benchmarks.json") == pools(cell())


def test_without_a_file_there_is_no_pool(tmp_path: Path) -> None:
    assert benchmarks.read(tmp_path / "benchmarks.json").pools == ()


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"schema": "other"}', '{"schema": "report-gen/benchmarks@1", "pools": [1]}']
)
def test_a_damaged_file_says_how_to_get_it_right(text: str, tmp_path: Path) -> None:
    (tmp_path / "benchmarks.json").write_text(text, "utf-8")
    with pytest.raises(SettingsError, match=r"benchmarks\.json is not as .* with: report-gen benchmark"):
        benchmarks.read(tmp_path / "benchmarks.json")


def test_a_new_pool_means_that_there_is_something_to_build(workspace: Workspace, client: Client) -> None:
    before = keys.of_numbers(client), keys.of_client(workspace, client)
    workspace.pool.write_text(pools(cell()).to_json(), "utf-8")
    after = keys.of_numbers(client), keys.of_client(workspace, client)
    assert client.pool == workspace.pool
    assert all(a != b for a, b in zip(before, after, strict=True))
