"""What becomes of notes after they came out: new titles, times out of sight, counters that fall."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pandas as pd
import pytest

from report_gen.simulate import Account, Plan, Quirks, simulate
from report_gen.simulate.account import METRICS

LATE = dt.datetime.fromisoformat("2026-11-01T02:09:20")


def quirky(plan: Plan, **quirks: object) -> Account:
    return simulate(replace(plan, quirks=Quirks(**quirks)), 9)  # type: ignore[arg-type]


def test_every_note_has_an_id_of_its_own_of_24_hexadecimal_digits(account: Account) -> None:
    assert account.notes["id"].is_unique
    assert account.notes["id"].str.fullmatch("[0-9a-f]{24}").all()


def test_an_edited_note_shows_its_new_title_from_that_moment_on(plan: Plan) -> None:
    account = quirky(plan, edited=3)
    edited = account.notes.dropna(subset="edited_on")
    assert len(edited) == 3
    for note, moment in edited["edited_on"].items():
        before, after = (account.titles(moment.to_pydatetime() + dt.timedelta(seconds=s))[note] for s in (-1, 0))
        assert (before, after) == (edited.loc[note, "title"], edited.loc[note, "new_title"])
        assert before != after


def test_notes_that_share_a_second_are_edited_first(plan: Plan) -> None:
    notes = quirky(plan, edited=2, twins=2).notes
    assert notes.loc[notes["published_at"].duplicated(), "edited_on"].notna().all()


def test_a_hidden_note_is_in_no_list_and_earns_nothing_until_it_is_back(plan: Plan) -> None:
    account = quirky(plan, hidden=2)
    hidden = account.notes.dropna(subset="hidden_on")
    assert len(hidden) == 2
    for note, (hidden_on, back_on) in hidden[["hidden_on", "back_on"]].iterrows():
        days = account.events.loc[account.events["note"] == note, "date"]
        assert not days.between(hidden_on, back_on - pd.Timedelta(days=1)).any()
        assert hidden_on < pd.Timestamp("2026-10-01") < back_on
        assert note not in account.listed(dt.datetime.fromisoformat("2026-10-01T02:09:20")).index
        assert note in account.listed(LATE).index


@pytest.mark.parametrize("metrics", [("likes",), ("saves", "comments")])
def test_the_platform_takes_away_what_it_is_told_to(plan: Plan, metrics: tuple[str, ...]) -> None:
    events = quirky(plan, corrected=3, corrected_metrics=metrics).events
    assert {m for m in METRICS if (events[m] < 0).any()} == set(metrics)


def test_quirks_of_one_kind_leave_the_rest_of_the_account_as_it_was(plan: Plan) -> None:
    plain, changed = quirky(plan), quirky(plan, edited=3)
    pd.testing.assert_frame_equal(plain.events, changed.events)
    pd.testing.assert_frame_equal(plain.ranks, changed.ranks)
