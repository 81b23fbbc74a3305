"""Ranks against saves, comments by pillar, and when notes came out."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from report_gen.charts import comment_rate_by_pillar, posting_rhythm, saves_against_rank
from report_gen.report import KeywordRank, Note
from report_gen.statistics import rate_interval
from report_gen.story import Story
from tests.moved import last
from tests.stories import story

# -- rank against saves


def held(*pairs: tuple[float | None, int | None]) -> Story:
    """October with a keyword for each (rank, place of the note that holds it)."""
    of = story()
    notes = of.report.notes
    keywords = tuple(
        _keyword(n, rank, None if place is None else notes[place]) for n, (rank, place) in enumerate(pairs)
    )
    return last(of, of.report.model_copy(update={"keywords": keywords}))


def _keyword(number: int, rank: float | None, note: Note | None) -> KeywordRank:
    update = {"term": f"k{number}", "rank": rank, "previous_rank": 12, "note": note.key if note else None, "weight": 1}
    return story().report.keywords[0].model_copy(update=update)


def test_the_title_is_the_first_screen_s_share_of_saves_each_note_counted_once() -> None:
    of = held((3, -1), (5, -1), (10, -2), (11, -3))
    saves = [note.activity["saves"] or 0 for note in of.report.notes]
    figure = saves_against_rank.figure(of)
    assert figure is not None
    share = round(100 * (saves[-1] + saves[-2]) / sum(saves))
    assert figure.title == f"2 notes hold the first screen, with {share}% of October’s saves"


def test_a_keyword_stands_at_the_rank_and_saves_of_its_note_now_and_a_month_ago() -> None:
    of = held((3, 0), (20, 1), (40, 2))
    figure = saves_against_rank.figure(of)
    assert figure is not None
    assert of.before is not None
    then = {note.key: note.activity["saves"] for note in of.before.notes}
    notes = of.report.notes[:3]
    assert [row[1:5] for row in figure.table.rows] == [
        (rank, note.activity["saves"], 12 if note.key in then else None, then.get(note.key))
        for rank, note in zip((3, 20, 40), notes, strict=True)
    ]
    assert figure.title == "One note holds the first screen, with {}% of October’s saves".format(
        round(100 * (notes[0].activity["saves"] or 0) / sum(n.activity["saves"] or 0 for n in of.report.notes))
    )


@pytest.mark.parametrize(
    "pairs", [((3, 0), (4, 1)), ((3, 0), (4, 1), (None, 2)), ((3, 0), (4, 1), (7, None))],
    ids=["two keywords", "not found", "note not known"],
)  # fmt: skip
def test_fewer_than_three_keywords_with_their_notes_make_no_picture(pairs: tuple[tuple[float, int], ...]) -> None:
    assert saves_against_rank.figure(held(*pairs)) is None


def test_the_picture_claims_no_cause() -> None:
    figure = saves_against_rank.figure(story())
    assert figure is not None
    assert "Which comes first this picture can’t say" in figure.note


# -- comments by pillar


def test_pillars_have_the_contract_s_rate_and_interval_over_their_notes() -> None:
    of = story()
    figure = comment_rate_by_pillar.figure(of)
    assert figure is not None
    for pillar, notes, comments, rate, *limits in figure.table.rows:
        own = [note.activity for note in of.report.notes if note.pillar == pillar]
        talked, seen = (np.array([one[name] or 0 for one in own], dtype=float) for name in ("comments", "impressions"))
        assert (notes, comments, rate) == (len(own), talked.sum(), pytest.approx(talked.sum() / seen.sum()))
        assert tuple(limits) == (rate_interval(talked, seen) or (None, None))


def test_one_pillar_is_no_comparison() -> None:
    assert comment_rate_by_pillar.figure(story(pillars=("Kopi guides",))) is None


def test_notes_of_no_pillar_are_one_of_their_own_and_unknown_activity_counts_nowhere() -> None:
    of = story()
    bare = tuple(note.model_copy(update={"pillar": None}) if n % 2 else note for n, note in enumerate(of.report.notes))
    silent = bare[0].model_copy(update={"activity": {**bare[0].activity, "comments": None}})
    figure = comment_rate_by_pillar.figure(last(of, of.report.model_copy(update={"notes": (silent, *bare[1:])})))
    assert figure is not None
    counted = {row[0]: row[1] for row in figure.table.rows}
    assert counted["Other"] == len(bare) // 2
    assert sum(int(str(n)) for n in counted.values()) == len(bare) - 1


# -- rhythm


def published(*days: str) -> Story:
    """October with a note on each of these days, and none known before."""
    of = story(1)
    first = of.report.notes[-1]
    notes = tuple(
        first.model_copy(update={"key": f"n{n}", "published_at": f"{day}T09:30:00+08:00"}) for n, day in enumerate(days)
    )
    return last(of, of.report.model_copy(update={"notes": notes}))


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (("2026-10-01", "2026-10-11"), "2 notes came out in October; at most 20 days passed without one"),
        (("2026-10-16", "2026-10-16"), "2 notes came out in October; at most 15 days passed without one"),
        (
            tuple(f"2026-10-{day:02d}" for day in range(1, 32, 2)),
            "16 notes came out in October; at most 1 day passed without one",
        ),
        (("2026-09-30",), "No note came out in October"),
    ],
    ids=["pause at the end", "twice on a day", "every other day", "none"],
)  # fmt: skip
def test_the_title_counts_notes_and_the_longest_pause(days: tuple[str, ...], said: str) -> None:
    figure = posting_rhythm.figure(published(*days))
    assert figure is not None
    assert figure.title == said


def test_each_note_of_thirteen_weeks_is_one_dot_on_its_day_of_the_week() -> None:
    of = story()
    figure = posting_rhythm.figure(of)
    assert figure is not None
    days = {n.key: dt.date.fromisoformat(n.published_at[:10]) for r in of.reports for n in r.notes}
    # 31 October 2026 is a Saturday: the thirteenth week back begins on Monday, 3 August.
    wanted = Counter(f"{day:%a}" for day in days.values() if dt.date(2026, 8, 3) <= day)
    assert Counter(row[1] for row in figure.table.rows) == wanted


def test_of_the_time_before_the_first_report_nothing_is_said() -> None:
    of = story()
    begun = of.reports[-1].model_copy(
        update={"coverage": of.reports[-1].coverage.model_copy(update={"first_month": True})}
    )
    figure = posting_rhythm.figure(replace(of, reports=(begun,)))
    assert figure is not None
    assert min(row[0] for row in figure.table.rows) >= dt.date(2026, 9, 28)  # type: ignore[type-var, operator]
