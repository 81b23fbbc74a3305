"""What is not as usual: against plain arithmetic, on Reports small enough to see through."""

from __future__ import annotations

import datetime as dt
import statistics
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report_gen.check import oddities
from report_gen.check.found import Remark
from report_gen.report import (
    ClientName,
    Coverage,
    DayClicks,
    DayRank,
    DestinationClicks,
    Group,
    Headline,
    KeywordRank,
    Report,
)
from report_gen.story import months_back
from tests.by_hand import config, day


def month(name: str, first_month: bool = False, **values: Any) -> Report:
    """A Report with these headline numbers, and whatever else is given by the name of a field."""
    fields = {key: values.pop(key) for key in ("keywords", "destinations", "pillars") if key in values}
    following = dt.date.fromisoformat(f"{months_back(name, -1)}-01")
    return Report(
        schema="report-gen/report@1",
        client=ClientName(slug="a", name="A"),
        month=name,
        definitions={"save_rate": "saves / impressions"},
        coverage=Coverage(
            opening=None, closing=following, first_month=first_month, last_day=following - dt.timedelta(days=1)
        ),
        headline={metric: Headline(value=value, basis="snapshots") for metric, value in values.items()},
        **fields,
    )


def history(*saves: float | None) -> list[Report]:
    """Months up to September 2026."""
    return [month(months_back("2026-10", len(saves) - n), saves=value) for n, value in enumerate(saves)]


def told(report: Report, earlier: list[Report], **settings: Any) -> list[Remark]:
    return list(oddities.remarks(report, earlier, config(**settings)))


# -- numbers

# Their median is 100, their distances from it 0, 2, 3, 5, 5, 8, 10: median 5, so that 3 deviations are 22.239.
USUAL = (90, 92, 95, 100, 102, 103, 105)


@pytest.mark.parametrize(
    ("value", "odd"), [(100, False), (122.2, False), (122.3, True), (77.8, False), (77.7, True), (0, True)]
)
def test_a_number_beyond_three_robust_deviations_is_odd(value: float, odd: bool) -> None:
    assert oddities.is_odd(value, USUAL) is odd
    assert bool(told(month("2026-10", saves=value), history(*USUAL))) is odd


@given(st.lists(st.integers(0, 1000), min_size=6, max_size=12), st.integers(0, 1000))
def test_oddness_is_the_formula(past: list[int], value: int) -> None:
    middle = statistics.median(past)
    mad = statistics.median([abs(one - middle) for one in past])
    assert oddities.is_odd(value, past) == (abs(value - middle) > 3 * 1.4826 * mad)


@pytest.mark.parametrize(("value", "odd"), [(7, False), (8, True)])
def test_where_most_months_are_equal_anything_else_is_odd(value: float, odd: bool) -> None:
    assert oddities.is_odd(value, (7, 7, 7, 7, 9, 7)) is odd


def test_the_line_says_what_is_usual_and_how_to_look_into_it() -> None:
    (line,) = told(month("2026-10", saves=1234), history(*USUAL))
    assert line.message == "saves 1,234: far above the usual 100 (90 to 105 in the 7 months before)."
    assert line.advice == (
        "If nothing that happened explains it, look for a doubled or missing file; if something does, name it under events: "
        "in client.yml."
    )


def test_an_event_of_the_month_is_offered_as_the_reason() -> None:
    events = [
        {"name": "Giveaway", "start": "2026-09-29", "end": "2026-10-01"}, {"name": "Fair", "start": "2026-09-30"},
        {"name": "Relaunch", "start": "2026-11-01"},
    ]  # fmt: skip
    (line,) = told(month("2026-10", saves=1), history(*USUAL), events=events)
    assert line.advice == "If Giveaway doesn’t explain it, look for a doubled or missing file."


@pytest.mark.parametrize(
    "earlier",
    [
        history(*USUAL[:5]),
        history(*USUAL[:5], None, None),
        [month("2026-03", first_month=True, saves=90), *history(*USUAL[1:6])],
    ],
    ids=["five months", "months without the number", "a first month, whose notes' sum is no month's"],
)
def test_fewer_than_six_months_say_nothing(earlier: list[Report]) -> None:
    assert told(month("2026-10", saves=10_000), earlier) == []


def test_an_unknown_number_is_not_odd() -> None:
    assert told(month("2026-10", saves=None), history(*USUAL)) == []


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [("save_rate", 0.03125, "3.12%"), ("search_visibility", 39.94, "39.9"), ("saves", 4030, "4,030")],
)
def test_each_number_is_said_in_its_own_unit(name: str, value: float, said: str) -> None:
    assert oddities.shown(name, value) == said


# -- keywords


def keyword(term: str, *days: dt.date) -> KeywordRank:
    return KeywordRank(
        term=term, group=None, weight=1, rank=3, previous_rank=None, best=3, days_observed=len(days), days_ranked=0,
        days_top3=0, days_top10=0, visibility=None, note=None, days=tuple(DayRank(date=d, rank=3) for d in days),
    )  # fmt: skip


def days(name: str, first: int, last: int, step: int = 1) -> list[dt.date]:
    return [day(f"{name}-{number:02d}") for number in range(first, last + 1, step)]


@pytest.mark.parametrize(
    ("looked", "forgotten"),
    [
        (days("2026-10", 1, 17), False),
        (days("2026-10", 1, 16), True),
        (days("2026-09", 1, 30), True),
        ([day("2026-09-16"), day("2026-10-01")], False),
        ([day("2026-09-02"), day("2026-09-09"), day("2026-09-16"), day("2026-10-17")], False),
        ([day("2026-09-01")], True),
    ],
    ids=["two weeks ago", "over two weeks ago", "not this month", "on the first of each month", "weekly", "once"],
)
def test_a_keyword_is_forgotten_after_two_weeks_and_twice_its_usual_time(
    looked: list[dt.date], forgotten: bool
) -> None:
    """As of 31 October. Of two looks fifteen days apart, thirty days may pass."""
    assert oddities.is_forgotten(looked, day("2026-10-31")) is forgotten


def test_keywords_forgotten_on_the_same_day_share_a_line() -> None:
    daily = days("2026-09", 1, 30)
    before = month("2026-09", keywords=(keyword("a", *daily), keyword("b", *daily), keyword("c", *daily)))
    until = days("2026-10", 1, 12)
    now = month("2026-10", keywords=(keyword("a", *until), keyword("b", *until), keyword("c", *days("2026-10", 1, 31))))
    (line,) = told(now, [before])
    assert line.message == "No longer looked for after 2026-10-12: a and b."
    assert (line.kind, line.code) == ("odd", "keyword_stopped")


def test_when_nobody_looks_any_more_the_line_says_so() -> None:
    until = days("2026-10", 1, 12)
    (stopped, never) = told(month("2026-10", keywords=(keyword("a", *until), keyword("b", *until), keyword("c"))), [])
    assert stopped.message == "No keyword was looked for after 2026-10-12: a and b."
    assert (never.kind, never.message) == ("missing", "In client.yml, but never looked for: c.")


# -- destinations


def destination(name: str, *clicked: dt.date, clicks: int | None = None) -> DestinationClicks:
    by_day = tuple(DayClicks(date=d, clicks=1) for d in clicked)
    total = len(clicked) if clicks is None else clicks
    return DestinationClicks(name=name, clicks=total, previous=None, change=None, days=by_day)


@pytest.mark.parametrize(
    ("last", "stopped"), [(31, False), (28, False), (27, True)], ids=["whole", "three days", "four days"]
)
def test_a_destination_that_ends_before_the_month_does_has_stopped(last: int, stopped: bool) -> None:
    now = month("2026-10", destinations=(destination("menu", *days("2026-10", 1, last)),))
    lines = told(now, [])
    assert [line.code for line in lines] == (["destination_stopped"] if stopped else [])
    for line in lines:
        assert line.message == "Clicks to menu end on 2026-10-27, 4 days before the month does."


def test_a_destination_that_only_the_month_before_has_stopped_and_one_of_long_ago_is_forgotten() -> None:
    older, before = (
        month(name, destinations=(destination(where, *days(name, 1, 30)),))
        for name, where in (("2026-08", "fair"), ("2026-09", "menu"))
    )
    (line,) = told(month("2026-10"), [older, before])
    assert line.message == "Clicks to menu end on 2026-09-30, 31 days before the month does."


@pytest.mark.parametrize("name", ["profile", "site"])
def test_visits_to_the_profile_and_clicks_of_whole_periods_have_no_days_to_end(name: str) -> None:
    """The profile's come from the trends, whose gaps are told elsewhere."""
    only = destination(name, day("2026-10-01"), clicks=1 if name == "profile" else 40)
    assert told(month("2026-10", destinations=(only,)), []) == []


def test_destinations_of_the_settings_that_no_export_has_are_told() -> None:
    now = month("2026-10", destinations=(destination("menu", *days("2026-10", 1, 31)),))
    (line,) = told(now, [], destinations={"menu": {}, "store": {}})
    assert (line.kind, line.message) == ("missing", "In client.yml, but no export has clicks to it: store.")


# -- pillars


def pillar(name: str, notes: int) -> Group:
    return Group(
        name=name, notes=notes, impressions=None, views=None, saves=None, comments=None, save_rate=None, interval=None,
        share_of_saves=None,
    )  # fmt: skip


def test_pillars_without_notes_are_told_but_not_the_rest_nor_those_that_only_tags_name() -> None:
    now = month("2026-10", pillars=(pillar("A", 3), pillar("B", 0), pillar("Tag", 0), pillar("Other", 0)))
    (line,) = told(now, [], pillars=[{"name": "A"}, {"name": "B"}])
    assert line.message == "No note of the month belongs to B."


def test_words_for_a_name_that_nothing_has_are_told() -> None:
    names = {
        "zh": {"Guides": "攻略", "Giudes": "攻略", "local": "本地", "menu": "菜单", "Fair": "市集", "brand": "品牌词"}
    }
    found = told(
        month("2026-10"), [], names=names, pillars=[{"name": "Guides"}], destinations={"menu": {"match": ["/menu"]}},
        events=[{"name": "Fair", "start": "2026-10-02"}], keywords=[{"term": "咖啡", "group": "brand"}],
    )  # fmt: skip
    (line,) = (one for one in found if one.code == "name_unused")
    assert line.message == "names in client.yml has “Giudes” in “zh”, but nothing of this client is called that."
    assert line.advice == "Write it as the pillar, trait, destination, event or group is written. Did you mean Guides?"
