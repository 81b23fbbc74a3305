"""Creators' collaborations of several months together."""

from __future__ import annotations

from dataclasses import replace

import pytest

from report_gen import collaborations
from report_gen.collaborations import Together
from report_gen.report import Creator
from report_gen.story import Story
from tests.stories import story


def creator(name: str, **changes: object) -> Creator:
    counts = {
        "followers": 5000, "tier": "koc", "notes": 1, "impressions": 10_000, "views": 1500, "saves": 200, "save_rate": 0.02,
        "interval": None, "fee": 500.0, "cost_per_save": 2.5,
    }  # fmt: skip
    return Creator.model_validate({"name": name, **counts, **changes})


def told(months: dict[str, tuple[Creator, ...]]) -> Story:
    """The usual story with these creators, and none in other months."""
    usual = story()
    changed = (r.model_copy(update={"creators": months.get(r.month, ())}) for r in usual.reports)
    return replace(usual, reports=tuple(changed))


def together(of: Story) -> dict[str, Together]:
    return {one.name: one for one in collaborations.together(collaborations.window(of), of.report.rate_per)}


def test_months_add_up_to_one_line_per_creator() -> None:
    found = together(
        told(
            {
                "2026-08": (creator("A", impressions=1000, saves=10, fee=100.0, followers=900),),
                "2026-10": (creator("A"), creator("B", saves=400)),
            }
        )
    )
    assert list(found) == ["B", "A"]
    one = found["A"]
    assert (one.months, one.notes, one.base, one.saves, one.fee) == (("2026-08", "2026-10"), 2, 11_000, 210, 600)
    assert one.save_rate == pytest.approx(210 / 11_000)
    assert one.cost_per_save == pytest.approx(600 / 210)
    assert one.followers == 5000


@pytest.mark.parametrize(
    ("unknown", "lost"),
    [
        ("fee", {"fee", "cost_per_save"}),
        ("saves", {"saves", "save_rate", "cost_per_save"}),
        ("impressions", {"save_rate"}),
    ],
)
def test_a_sum_of_which_a_part_is_unknown_is_unknown(unknown: str, lost: set[str]) -> None:
    found = together(told({"2026-09": (creator("A", **{unknown: None}),), "2026-10": (creator("A"),)}))["A"]
    assert {name for name in ("saves", "save_rate", "fee", "cost_per_save") if getattr(found, name) is None} == lost


def test_six_months_count_and_this_month_is_the_last_of_them() -> None:
    of = told({month: (creator(month),) for month in ("2026-04", "2026-05", "2026-10")})
    assert [report.month for report in collaborations.window(of)] == ["2026-05", "2026-10"]
    assert set(collaborations.before(of)) == {"2026-05"}


def test_nobody_knows_what_nothing_costs() -> None:
    assert together(told({"2026-10": (creator("A", saves=0, save_rate=0.0),)}))["A"].cost_per_save is None
    assert together(told({"2026-10": (creator("A", fee=0.0),)}))["A"].cost_per_save is None


@pytest.mark.parametrize(("value", "said"), [(3.567, "¥3.57"), (15.0, "¥15.00"), (99.999, "¥100"), (1234.4, "¥1,234")])
def test_large_costs_are_said_without_cents(value: float, said: str) -> None:
    assert collaborations.cost(story().wording, value) == said
