"""Creators by save rate and by cost."""

from __future__ import annotations

from dataclasses import replace

import pytest

from report_gen.charts import cost_per_save_by_creator, creators_by_save_rate
from report_gen.report import Creator
from report_gen.story import Story
from tests.stories import VARIANTS, story
from tests.test_collaborations import creator, told


def october(*creators: Creator) -> Story:
    return told({"2026-10": creators})


A = creator("A", save_rate=0.03, saves=300, fee=300.0, cost_per_save=1.0)
B = creator("B", save_rate=0.01, saves=100, fee=900.0, cost_per_save=9.0)
FREE = creator("C", save_rate=0.02, fee=None, cost_per_save=None)


@pytest.mark.parametrize(
    ("creators", "said"),
    [
        pytest.param((B, A), "A at 3.0%, B at 1.0%", id="without intervals nothing is claimed"),
        pytest.param((A,), "A: 3.0% saved in October", id="alone"),
        pytest.param(
            (A.model_copy(update={"interval": (0.025, 0.035)}), B.model_copy(update={"interval": (0.005, 0.015)})),
            "A at 3.0%, B at 1.0%: beyond chance", id="apart",
        ),
        pytest.param(
            (A.model_copy(update={"interval": (0.014, 0.05)}), B.model_copy(update={"interval": (0.005, 0.015)})),
            "A at 3.0%, B at 1.0%", id="intervals touch",
        ),
    ],
)  # fmt: skip
def test_creators_differ_only_where_their_intervals_do_not_touch(creators: tuple[Creator, ...], said: str) -> None:
    figure = creators_by_save_rate.figure(october(*creators))
    assert figure is not None
    assert figure.title == said


@pytest.mark.parametrize(
    ("creators", "said", "note"),
    [
        ((B, A), "A save cost ¥1.00 with A, ¥9.00 with B", ""),
        ((A, FREE), "A save cost ¥1.00 with A", "Without a known fee: C."),
    ],
)
def test_cost_is_told_where_the_fee_is_known(creators: tuple[Creator, ...], said: str, note: str) -> None:
    figure = cost_per_save_by_creator.figure(october(*creators))
    assert figure is not None
    assert (figure.title, figure.note) == (said, note)


def test_all_together_is_the_sum_of_fees_over_the_sum_of_saves_and_no_mean_of_costs() -> None:
    assert cost_per_save_by_creator.overall([A, B]) == 1200 / 400
    assert cost_per_save_by_creator.overall([A]) is None


def test_without_fees_there_is_no_chart_of_costs() -> None:
    assert cost_per_save_by_creator.figure(october(FREE)) is None
    assert creators_by_save_rate.figure(october(FREE)) is not None


def test_the_months_before_are_the_same_creator_s_sums() -> None:
    earlier = {month: (creator("A", impressions=1000, saves=saves, fee=50.0),) for month, saves in
               (("2026-07", 10), ("2026-09", 30), ("2026-04", 500))}  # fmt: skip
    of = told({**earlier, "2026-10": (A,)})
    by_rate, by_cost = creators_by_save_rate.figure(of), cost_per_save_by_creator.figure(of)
    assert by_rate is not None
    assert by_cost is not None
    assert by_rate.table.rows[0][-1] == pytest.approx(40 / 2000)
    assert by_cost.table.rows[0][-1] == pytest.approx(100 / 40)
    assert "Hollow" in by_rate.note


def test_the_table_has_all_creators_and_the_chart_says_how_many_it_shows() -> None:
    figure = creators_by_save_rate.figure(VARIANTS["twenty-five creators"]())
    assert figure is not None
    assert len(figure.table.rows) == 25
    assert "The first 9 and the last 3 of 25 creators." in figure.note
    assert "beyond chance" not in figure.title
    rates = [row[3] for row in figure.table.rows]
    assert rates == sorted(rates, key=lambda rate: -float(rate or 0))


def test_creators_whose_saves_nobody_knows_make_no_chart() -> None:
    unknown = creator("A", saves=None, save_rate=None, cost_per_save=None)
    assert creators_by_save_rate.figure(october(unknown)) is None
    assert cost_per_save_by_creator.figure(replace(story(creators=0))) is None
