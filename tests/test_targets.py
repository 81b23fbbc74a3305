"""A target that nothing can be held against is said."""

from __future__ import annotations

from typing import Any

import pytest

from report_gen.months import reports
from report_gen.tables import Quality
from tests.by_hand import config, note_list, tables

OLD = "2026-07-01 09:00:00"
LISTS = (note_list("2026-09-01", {OLD: 10}), note_list("2026-10-01", {OLD: 30}), note_list("2026-11-01", {OLD: 45}))


def unmet(**settings: Any) -> list[Quality]:
    """The lines of October on targets without a value."""
    report = reports(tables(LISTS), config(**settings), "client-x")[-1]
    return [q for q in report.quality if q.code == "target_without_value"]


@pytest.mark.parametrize(
    ("metric", "amount", "advice"),
    [
        pytest.param("click_throughs", 900, "近30日涨粉数据.xlsx", id="no clicks"),
        pytest.param("click_through_rate", "1%", "click table (date, destination, clicks)", id="no rate of clicks"),
        pytest.param("search_visibility", 40, "keyword ranks (date, keyword, rank)", id="no ranks"),
        pytest.param("saves_per_view", "4%", "note list", id="nothing was viewed"),
    ],
)
def test_a_target_without_a_value_says_what_would_give_one(metric: str, amount: object, advice: str) -> None:
    (line,) = unmet(targets={metric: amount})
    assert line.severity == "warning"
    assert line.message.startswith("client.yml has a target of ")
    assert f"for {metric}, but the exports of 2026-10 give no such number." in line.message
    assert advice in (line.advice or "")
    assert (line.advice or "").endswith("Or take the target out of client.yml.")


def test_a_target_per_reach_says_that_no_export_has_it() -> None:
    (line,) = unmet(targets={"save_rate": "2%"}, save_rate={"per": "reach"})
    assert "No export holds reach" in (line.advice or "")


@pytest.mark.parametrize(
    "targets",
    [
        pytest.param({"saves": 10}, id="a value"),
        pytest.param({"click_throughs": {"2026-11": 900}}, id="a target of another month"),
        pytest.param({}, id="no target"),
    ],
)
def test_other_targets_are_not_spoken_of(targets: dict[str, object]) -> None:
    assert unmet(targets=targets) == []
