"""Restatements: which numbers of an approved month newer data would change, to what, and why; by tables written by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from report_gen import months
from report_gen.history import Period
from report_gen.report import Report, Restatement
from report_gen.restatements import CHANGED, GONE, NEW, Causes, Changes, between, numbers, uncovered
from report_gen.tables import Source, Tables
from report_gen.wording import Wording, say
from tests.by_hand import clicks, config, daily, note_list, ranks, tables

NOTHING = Changes(files={})
EVERY = ("impressions", "views", "likes", "comments", "saves", "shares", "new_followers")


def lists(closing: str = "2026-11-01", saves: float = 30) -> list[pd.DataFrame]:
    return [
        note_list("2026-10-01", {"2026-09-05 10:00:00": 10, "2026-09-06 10:00:00": 4}),
        note_list(closing, {"2026-09-05 10:00:00": saves, "2026-09-06 10:00:00": 5, "2026-10-07 10:00:00": 8}),
    ]


def every_day(saves_of_the_last: float = 2) -> list[pd.DataFrame]:
    """October's trends: 100 impressions and 2 saves a day, those of the last day as told by a file of their own."""
    last = daily("2026-10-31", "2026-10-31", "saves", saves_of_the_last).assign(file="late.xlsx")
    whole = [
        daily("2026-10-01", "2026-10-31", m, 100 if m in ("impressions", "views") else 1) for m in EVERY if m != "saves"
    ]
    return [*whole, daily("2026-10-01", "2026-10-30", "saves", 2), last]


def exports(**parts: Any) -> Tables:
    given: dict[str, Any] = {"notes": lists(), "days": every_day(), **parts}
    made = tables(**given)
    trends = {str(file) for file in made.account_daily["file"]}
    others = {
        str(file): kind
        for frame, kind in ((made.keyword_ranks, "keyword_ranks"), (made.clicks, "clicks"))
        for file in frame["file"]
    }
    captured = {"late.xlsx": "2026-12-02T10:31:14+08:00"}
    kinds = {**dict.fromkeys(trends, "account_trends"), **others}
    more = tuple(
        Source(file=f, kind=k, sha256="1" * 64, rows=1, captured_at=captured.get(f)) for f, k in sorted(kinds.items())
    )
    return made.model_copy(update={"sources": (*made.sources, *more)})


def october(made: Tables, **settings: Any) -> Report:
    computed = months.compute(made, config(**settings), "kopi-kaya", Period.of("2026-10"))
    return Report.from_json(computed.to_json())


def restated(was: Tables, now: Tables, changes: Changes = NOTHING, **settings: Any) -> dict[str, Restatement]:
    found = between(october(was), october(now, **settings), now, changes)
    return {one.number: one for one in found}


def told(found: Mapping[str, Restatement], *names: str) -> dict[str, tuple[object, object]]:
    return {name: (found[name].was, found[name].would_be) for name in names}


# -- which


def test_nothing_changed_restates_nothing() -> None:
    assert restated(exports(), exports()) == {}


def test_a_day_counted_again_changes_the_totals_and_rates_that_it_goes_into() -> None:
    """30 days of 2 saves, the last 2 and then 9; 31 days of 100 impressions and views."""
    found = restated(exports(), exports(days=every_day(9)))
    assert list(found) == [
        f"headline.{m}.value" for m in ("saves", "save_rate", "saves_per_view", "saves_per_impression")
    ]
    assert told(found, "headline.saves.value") == {"headline.saves.value": (62, 69)}
    was, would_be = told(found, "headline.save_rate.value")["headline.save_rate.value"]
    assert (was, would_be) == (pytest.approx(62 / 3100), pytest.approx(69 / 3100))


def test_a_note_read_again_changes_its_own_numbers_and_its_groups() -> None:
    """20 and then 25 saves of the older note, beside 1 and 8 of the others."""
    found = restated(exports(), exports(notes=lists(saves=35)))
    key = "2026-09-05 10:00:00"
    assert told(found, f"notes.{key}.activity.saves", "formats.image.saves", f"notes.{key}.activity.impressions") == {
        f"notes.{key}.activity.saves": (20, 25),
        "formats.image.saves": (29, 34),
        f"notes.{key}.activity.impressions": (2000, 2500),
    }
    assert "headline.saves.value" not in found  # the trends say it


def test_a_note_that_is_there_only_now_was_nothing() -> None:
    more = [*lists(), note_list("2026-11-01", {"2026-10-20 10:00:00": 3}).assign(file="2026-11-01.xlsx")]
    found = restated(exports(), exports(notes=more))
    assert told(found, "notes.2026-10-20 10:00:00.activity.saves", "formats.image.notes") == {
        "notes.2026-10-20 10:00:00.activity.saves": (None, 3),
        "formats.image.notes": (3, 4),
    }


def test_ranks_and_clicks_are_compared_by_their_names() -> None:
    was = exports(readings=[ranks("咖啡", {"2026-10-01": 4})], outward=[clicks("menu", {"2026-10-01": 5})])
    now = exports(
        readings=[ranks("咖啡", {"2026-10-01": 4, "2026-10-02": 2})], outward=[clicks("menu", {"2026-10-01": 6})]
    )
    found = restated(was, now)
    assert told(found, "keywords.咖啡.rank", "keywords.咖啡.days_observed", "destinations.menu.clicks") == {
        "keywords.咖啡.rank": (4, 3),
        "keywords.咖啡.days_observed": (1, 2),
        "destinations.menu.clicks": (5, 6),
    }


def test_the_month_before_and_the_usual_range_are_no_restatement() -> None:
    report = october(exports())
    saves = report.headline["saves"].model_copy(update={"previous": 7, "change": 1.5})
    linked = report.model_copy(update={"headline": {**report.headline, "saves": saves}})
    assert between(report, linked, exports(), NOTHING) == ()


def test_the_headline_comes_first_and_single_notes_last() -> None:
    found = list(restated(exports(), exports(notes=lists(saves=35), days=every_day(9))))
    assert list(dict.fromkeys(name.partition(".")[0] for name in found)) == ["headline", "formats", "notes"]


def test_every_number_of_a_group_has_its_path() -> None:
    found = numbers(october(exports()))
    assert found["formats.image.saves"] == 29
    assert found["formats.image.interval.low"] is None
    assert found["notes.2026-10-07 10:00:00.activity.saves"] == 8


# -- why


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        pytest.param(
            Changes({"late.xlsx": NEW, "impressions.xlsx": CHANGED}),
            "late.xlsx, captured 2026-12-02, is new since the approval (other values of 2026-10-31).",
            id="the file that has the day",
        ),
        pytest.param(
            Changes({"late.xlsx": CHANGED}, settings=("pillars",), tags=True),
            "late.xlsx, captured 2026-12-02, has changed since the approval (other values of 2026-10-31).",
            id="settings that don't concern it",
        ),
        pytest.param(
            Changes({}, program=say("report-gen is another one")), "report-gen is another one.", id="the program"
        ),
        pytest.param(
            Changes({"of no table.csv": GONE}), "of no table.csv is gone since the approval.", id="nothing of its own"
        ),
        pytest.param(NOTHING, "", id="nothing at all"),
    ],
)
def test_the_cause_of_a_daily_total_is_the_file_that_says_otherwise(changes: Changes, why: str) -> None:
    assert restated(exports(), exports(days=every_day(9)), changes)["headline.saves.value"].why == why


@pytest.mark.parametrize(
    ("number", "named"),
    [
        ("headline.saves.value", "late.xlsx"),
        ("headline.save_rate.value", "late.xlsx"),
        ("headline.save_rate.interval.low", "2026-11-01.xlsx"),
        ("headline.evergreen_save_share.value", "2026-11-01.xlsx"),
        ("formats.image.saves", "2026-11-01.xlsx"),
        ("headline.saves.target", ""),
        ("paid.shares.saves.organic", "late.xlsx"),
        ("paid.organic_save_rate", "late.xlsx"),
        ("paid.shares.saves.paid", ""),
    ],
)
def test_a_total_of_the_trends_is_not_blamed_on_a_note_list_and_none_of_the_notes_on_the_trends(
    number: str, named: str
) -> None:
    was, now = exports(), exports(days=every_day(9), notes=lists(saves=35))
    causes = Causes(october(was), october(now), now, Changes({"late.xlsx": CHANGED, "2026-11-01.xlsx": CHANGED}))
    assert {
        file for file in causes.changes.files if any(file in told(Wording()) for told in causes.exports(number))
    } == ({named} if named else set())


def test_a_total_that_only_now_is_of_the_trends_names_both() -> None:
    was, now = exports(days=every_day()[:-1]), exports(days=every_day(9), notes=lists(saves=35))
    found = restated(was, now, Changes({"late.xlsx": NEW, "2026-11-01.xlsx": CHANGED}))
    assert all(file in found["headline.saves.value"].why for file in ("late.xlsx", "2026-11-01.xlsx"))


def test_days_that_are_gone_are_named_with_the_file_that_had_them() -> None:
    now = exports(days=[frame for frame in every_day() if "late.xlsx" not in set(frame["file"])])
    found = restated(exports(), now, Changes({"late.xlsx": GONE}))
    # A day is missing, so that the notes say it: 20 + 1 + 8.
    assert told(found, "headline.saves.value") == {"headline.saves.value": (62, 29)}
    assert found["headline.saves.value"].why == (
        "late.xlsx, captured 2026-12-02, is gone since the approval (other values of 2026-10-31)."
    )


def test_another_reading_at_the_edge_is_named_with_its_date() -> None:
    found = restated(
        exports(), exports(notes=lists("2026-11-02", 35)), Changes({"2026-11-02.xlsx": NEW, "2026-11-01.xlsx": GONE})
    )
    assert found["formats.image.saves"].why == (
        "the month ends with the note list of 2026-11-02, not 2026-11-01; 2026-11-01.xlsx is gone since the approval; "
        "2026-11-02.xlsx is new since the approval."
    )


def test_a_rate_made_otherwise_says_how() -> None:
    found = restated(exports(), exports(), Changes({}, settings=("save_rate",)), save_rate={"per": "views"})
    assert found["formats.image.save_rate"].why == "client.yml has save_rate as saves / views, not saves / impressions."


@pytest.mark.parametrize(
    ("number", "named"),
    [
        ("pillars.Kopi.saves", {"pillars", "notes.csv"}),
        ("notes.2026-10-07 10:00:00.pillar", {"pillars", "notes.csv"}),
        ("traits.guide.saves", {"traits"}),
        ("keywords.咖啡.rank", {"keywords"}),
        ("headline.search_visibility.value", {"keywords"}),
        ("headline.saves.target", {"targets"}),
        ("headline.save_rate.target", {"targets"}),
        ("headline.save_rate.value", {"save_rate"}),
        ("pillars.Kopi.save_rate", {"pillars", "notes.csv", "save_rate"}),
        ("headline.saves.value", set()),
    ],
)
def test_a_setting_is_named_where_it_counts(number: str, named: set[str]) -> None:
    changes = Changes({}, ("brand", "keywords", "pillars", "save_rate", "targets", "traits"), tags=True)
    report = october(exports())
    why = Causes(report, report, exports(), changes).of(number)(Wording())
    assert {name for name in (*changes.settings, "notes.csv") if name in why} == named


def test_the_time_zone_concerns_every_number() -> None:
    changes = replace(NOTHING, settings=("timezone",))
    found = restated(exports(), exports(days=every_day(9)), changes)
    assert found["headline.saves.value"].why == "client.yml has changed (timezone)."


def test_a_month_that_nothing_covers_any_more_is_one_line() -> None:
    (one,) = uncovered(october(exports()), "No note list.", Changes({"2026-11-01.xlsx": GONE}))
    assert (one.number, one.was, one.would_be) == ("coverage", "2026-10-01 to 2026-11-01", None)
    assert one.why == "No note list. 2026-11-01.xlsx is gone since the approval."


# -- months beside approved ones


def test_a_month_is_linked_to_the_approved_one_before_it() -> None:
    made = tables([*lists(), note_list("2026-12-01", {"2026-09-05 10:00:00": 40, "2026-10-07 10:00:00": 9})])
    approved = october(made)
    saves = approved.headline["saves"].model_copy(update={"value": 1000})
    frozen = approved.model_copy(update={"headline": {**approved.headline, "saves": saves}})
    told = months.reports(made, config(), "kopi-kaya", frozen={"2026-10": frozen})
    by_month = {report.month: report for report in told}
    assert by_month["2026-10"] == frozen
    assert by_month["2026-11"].headline["saves"].previous == 1000


def test_an_approved_month_stays_where_no_export_covers_it() -> None:
    approved = october(exports())
    told = months.reports(tables(), config(), "kopi-kaya", frozen={"2026-10": approved})
    assert told == (approved,)


def test_a_rate_is_not_held_against_one_that_was_made_otherwise() -> None:
    """The approved month's rate is per impression, this month's per view: no previous, no usual, nothing in a chart."""
    made = tables([*lists(), note_list("2026-12-01", {"2026-09-05 10:00:00": {"saves": 40, "views": 400}})])
    *_, november = months.reports(made, config(save_rate={"per": "views"}), "k", frozen={"2026-10": october(made)})
    assert november.headline["save_rate"].previous is None
    assert november.headline["saves"].previous == 29
    past = months.comparable(october(made), november)
    assert past.value("save_rate") is None
    assert {note.save_rate for note in past.notes} | {group.save_rate for group in past.formats} == {None}
    assert months.comparable(october(made), october(made)) == october(made)
