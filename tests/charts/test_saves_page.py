"""The charts of the Saves page: what moved the rate, age curves, pairs, saves beside followers."""

from __future__ import annotations

import datetime as dt
import math
import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given as each
from hypothesis import strategies as some

from report_gen.charts import _effects as effects
from report_gen.charts import _months as months
from report_gen.charts import age_curve, change_by_note, change_by_pillar, pillar_pairs, saves_and_followers
from report_gen.figures import Figure
from report_gen.report import AgePoint, Finding, Note, Report
from report_gen.story import Story
from report_gen.wording import Wording
from tests.moved import given, last
from tests.stories import VARIANTS, story

BOTH = pytest.mark.parametrize("module", [change_by_pillar, change_by_note], ids=["by pillar", "by note"])


def shown(module: Any, of: Story) -> Figure:
    figure: Figure | None = module.figure(of)
    assert figure
    return figure


# -- what moved the save rate


@pytest.mark.parametrize(
    ("hundredths", "total", "rounded"),
    [
        ((1.3, 2.4, 3.45), 7, [1, 2, 4]),
        ((0.4, 0.45), 1, [0, 1]),
        ((-1.7, 4.4), 3, [-2, 5]),
        ((2.0, 3.0), 5, [2, 3]),
        ((-0.4, -0.4, -0.4), -1, [-1, 0, 0]),
        ((), 0, []),
    ],
)
def test_parts_are_rounded_so_that_they_add_up(hundredths: tuple[float, ...], total: int, rounded: list[int]) -> None:
    assert effects.adding_up([value * 1e-4 for value in hundredths], total) == rounded


@each(some.lists(some.floats(-500, 500), min_size=1, max_size=20))
def test_no_part_is_moved_further_than_to_its_next_figure(hundredths: list[float]) -> None:
    total = round(math.fsum(hundredths))
    rounded = effects.adding_up([value * 1e-4 for value in hundredths], total)
    assert sum(rounded) == total
    assert all(abs(one - value) < 1 + 1e-6 for one, value in zip(rounded, hundredths, strict=True))


@BOTH
@pytest.mark.parametrize("variant", ["fourteen months", "twelve pillars", "huge numbers", "no targets"])
def test_what_is_drawn_and_what_stands_in_the_table_add_up_to_the_change_of_the_rates_shown(
    module: Any, variant: str
) -> None:
    of = VARIANTS[variant]()
    before = of.before
    assert before
    rows = shown(module, of).table.rows
    now, then = (round((one.value("save_rate") or 0) * 1e4) for one in (of.report, before))
    assert sum(round(row[3] * 1e4) for row in rows) == now - then
    assert all(round(row[1] * 1e4) + round(row[2] * 1e4) == round(row[3] * 1e4) for row in rows)


def test_a_pillars_own_rate_and_its_share_make_its_part() -> None:
    """Against the formula, worked out here from the Reports' groups."""
    of = story()
    assert of.before
    now, then = ({g.name: g for g in report.pillars} for report in (of.report, of.before))
    wholes = [sum(g.impressions or 0 for g in groups.values()) for groups in (now, then)]
    overall = sum((report.value("save_rate") or 0) / 2 for report in (of.report, of.before))
    rows = {row[0]: row for row in shown(change_by_pillar, of).table.rows}
    for name, group in now.items():
        share, old = (g.impressions / whole for g, whole in zip((group, then[name]), wholes, strict=True))  # type: ignore[operator]
        rate, old_rate = group.save_rate or 0, then[name].save_rate or 0
        assert rows[name][1] == pytest.approx((share + old) / 2 * (rate - old_rate), abs=1.1e-4)
        assert rows[name][2] == pytest.approx((share - old) * ((rate + old_rate) / 2 - overall), abs=1.1e-4)
        assert rows[name][4:] == pytest.approx((rate, old_rate, share, old))


def test_totals_of_the_trends_that_the_notes_lack_have_a_row_of_their_own() -> None:
    of = story()
    higher = of.report.headline["save_rate"].model_copy(update={"value": (of.report.value("save_rate") or 0) + 0.002})
    apart = last(of, of.report.model_copy(update={"headline": {**of.report.headline, "save_rate": higher}}))
    rows = {row[0]: row[3] for row in shown(change_by_pillar, apart).table.rows}
    assert rows["Not in the notes’ counts"] == pytest.approx(0.002, abs=1.1e-4)


@BOTH
def test_of_many_groups_the_largest_are_drawn_and_the_others_together(module: Any) -> None:
    found = effects.change(story(), lambda note: note.key)
    assert found
    drawn = effects.largest(found, 3, lambda n: f"{n} others")
    assert len(drawn) == 4
    assert drawn[-1].name == f"{len(found.effects) - 3} others"
    assert sum(effect.total for effect in drawn) == found.total


@pytest.mark.parametrize(
    ("verdict", "pillar", "note"),
    [
        (
            True,
            r"\d\.\d\d points (up|down) on September: .+ made [+−]\d\.\d\d of them",
            r"“.+” made .+ of the change since September",
        ),
        (
            False,
            r"The change by pillar: [+−]?\d\.\d\d points on September, could be chance",
            r"The change by note: largest part \d\.\d\d points, could be chance",
        ),
        (
            None,
            r"Save rate \d\.\d\d%, against \d\.\d\d% in September: the parts by pillar",
            r"The change by note: largest part \d\.\d\d points",
        ),
    ],
    ids=["beyond chance", "could be chance", "not known"],
)
def test_a_cause_is_named_only_beyond_chance(verdict: bool | None, pillar: str, note: str) -> None:
    of = given(story(), verdict)
    assert re.fullmatch(pillar, shown(change_by_pillar, of).title)
    assert re.fullmatch(note, shown(change_by_note, of).title)


def otherwise_counted(of: Story) -> Story:
    rate = of.report.headline["save_rate"].model_copy(update={"previous_basis": "daily"})
    return last(of, of.report.model_copy(update={"headline": {**of.report.headline, "save_rate": rate}}))


@BOTH
@pytest.mark.parametrize(
    "of",
    [
        pytest.param(lambda: story(1), id="no month before"),
        pytest.param(lambda: story(2), id="a first month before, which has its own notes only"),
        pytest.param(lambda: story(missing=("2026-09",)), id="the month before is missing"),
        pytest.param(VARIANTS["partial month"], id="a month that isn't over"),
        pytest.param(lambda: otherwise_counted(story()), id="counted by other means then"),
    ],
)
def test_months_that_cannot_be_held_against_each_other_are_not_taken_apart(module: Any, of: Any) -> None:
    assert module.figure(of()) is None


# -- names in the reader's language


def test_pillars_traits_and_events_are_called_as_the_client_calls_them_in_that_language() -> None:
    names = {
        "Kopi guides": "咖啡攻略",
        "guide": "干货",
        "Giveaway": "抽奖",
        "saved to enter, so not part of the trend": "不计入",
    }
    of = replace(story(), wording=Wording("zh", names))
    assert "咖啡攻略" in [row[0] for row in shown(change_by_pillar, of).table.rows]
    assert {row[:2] for row in shown(pillar_pairs, of).table.rows} >= {("咖啡攻略", "图文笔记"), ("咖啡攻略", "干货")}
    told = months.history(of, "save_rate")
    assert told
    assert [(event.name, event.note) for point in told.points for event in point.events] == [("抽奖", "不计入")]


# -- age curves


def aged(*points: AgePoint) -> Story:
    return last(story(), story().report.model_copy(update={"age_curve": points}))


def point(
    days: int = 7, saves: float | None = 50, notes: int = 10, above: int | None = 5, usual: float | None = 40
) -> AgePoint:
    return AgePoint(days=days, saves=saves, notes=notes, above=above, usual=usual, low=20, high=70, usual_notes=40)


@pytest.mark.parametrize(
    ("found", "said"),
    [
        pytest.param(point(above=10), "By day 7, 10 of 10 notes of October have more than the usual 40 saves", id="all above"),
        pytest.param(point(above=8), "By day 7, October’s notes have 50 saves each; 40 is usual, and the difference could be "
                     "chance", id="eight of ten come by chance: 11 %"),
        pytest.param(point(above=0), "By day 7, 0 of 10 notes of October have more than the usual 40 saves", id="none above"),
    ],
)  # fmt: skip
def test_more_than_usual_is_said_only_where_the_count_of_notes_is_beyond_chance(found: AgePoint, said: str) -> None:
    assert shown(age_curve, aged(found)).title == said


def test_the_title_speaks_of_the_age_that_most_notes_have_reached() -> None:
    assert "By day 7," in shown(age_curve, aged(point(7), point(14))).title
    assert "By day 14," in shown(age_curve, aged(point(7, saves=None, notes=2), point(14))).title


def test_without_a_usual_nothing_is_compared() -> None:
    alone = [point(days, above=None, usual=None) for days in (7, 14)]
    assert shown(age_curve, aged(*alone)).title == "By day 7 half of October’s notes have 50 saves or more"


def test_without_five_notes_or_at_a_single_age_alone_there_is_not_enough_for_a_curve() -> None:
    assert age_curve.figure(aged(point(saves=None, notes=4))) is None
    assert age_curve.figure(aged(point(above=None, usual=None))) is None
    assert age_curve.figure(aged()) is None


# -- pairs


def pairs(of: Story) -> dict[tuple[Any, Any], tuple[Any, ...]]:
    return {row[:2]: row[2:] for row in shown(pillar_pairs, of).table.rows}


def test_a_pairs_rate_is_its_saves_over_its_impressions() -> None:
    of = story()
    both = [n for n in of.report.notes if n.pillar == "Kopi guides" and n.format == "video"]
    saves, shown_to = (sum(n.activity[metric] or 0 for n in both) for metric in ("saves", "impressions"))
    assert pairs(of)["Kopi guides", "Videos"][:3] == (len(both), saves, pytest.approx(saves / shown_to))


def test_a_note_with_two_traits_counts_in_both_and_few_notes_have_no_interval() -> None:
    of = story()
    found = pairs(of)

    def has(note: Note, trait: str) -> bool:
        return note.pillar == "Kopi guides" and trait in note.traits

    for trait, name in (("guide", "Guides"), ("local", "Local")):
        count = sum(has(note, trait) for note in of.report.notes)
        if count:
            assert found["Kopi guides", name][0] == count
    assert all((row[3] is None) == (row[0] < 5) for row in found.values())


def test_a_pair_stands_out_only_where_a_finding_says_so() -> None:
    of = story()
    assert shown(pillar_pairs, of).title.startswith("No pair of pillar and trait stands out beyond chance")
    finding = Finding(
        id="pillar_trait:Kopi guides · guide", section="saves", importance=0.5, p=0.001,
        evidence={"pillar": "Kopi guides", "trait": "guide"}, text={"en": "Guides to kopi: 5% saved", "zh": "咖啡攻略：5%"},
    )  # fmt: skip
    told = last(of, of.report.model_copy(update={"insights": (finding,)}))
    assert shown(pillar_pairs, told).title == "Guides to kopi: 5% saved"
    assert shown(pillar_pairs, replace(told, wording=Wording("zh"))).title == "咖啡攻略：5%"


@pytest.mark.parametrize("variant", ["one pillar", "one note", "no notes"])
def test_without_two_measured_pairs_there_is_nothing_to_compare(variant: str) -> None:
    assert pillar_pairs.figure(VARIANTS[variant]()) is None


# -- saves and followers


def test_days_are_those_of_the_month_and_the_one_before() -> None:
    of = story()
    figure = shown(saves_and_followers, of)
    dates = [row[0] for row in figure.table.rows]
    assert dates == [dt.date(2026, 9, 1) + dt.timedelta(n) for n in range(61)]
    own = [row for row in figure.table.rows if row[0] >= dt.date(2026, 10, 1)]
    assert sum(row[1] for row in own) == sum(day.values["saves"] for day in of.report.days)
    assert "is not beyond chance" in figure.note


def test_that_one_follows_the_other_is_the_findings_to_say() -> None:
    of = story()
    said = Finding(id="saves_lead_followers", section="saves", importance=0.6, evidence={"days_later": 2}, p=0.001,
                   text={"en": "Followers come 2 days after saves"})  # fmt: skip
    figure = shown(saves_and_followers, last(of, of.report.model_copy(update={"insights": (said,)})))
    assert (figure.title, figure.note) == ("Followers come 2 days after saves", "")


def few(report: Report) -> Report:
    return report.model_copy(update={"days": report.days[:19]})


def test_without_days_enough_there_is_no_chart() -> None:
    assert saves_and_followers.figure(story(daily=False)) is None
    assert saves_and_followers.figure(last(story(), few(story().report))) is None
    alone = story(1)
    assert shown(saves_and_followers, alone).note == ""  # too few to look for one following the other


def test_a_curve_of_saves_ends_where_too_few_notes_are_old_enough_for_it_to_rise() -> None:
    of = story()
    saves = dict(zip((7, 14, 21), (30.0, 34.0, 11.0), strict=True))
    points = tuple(point.model_copy(update={"saves": saves.get(point.days)}) for point in of.report.age_curve)
    figure = shown(age_curve, last(of, of.report.model_copy(update={"age_curve": points})))
    assert "day 14: 34" in figure.description
    assert "day 21: 11" not in figure.description
    assert [row[1] for row in figure.table.rows][:3] == [30.0, 34.0, 11.0]
