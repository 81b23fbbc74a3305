"""What a chart names and annotates where not everything has room."""

from __future__ import annotations

from dataclasses import replace

import pytest

from report_gen.charts import (
    pillar_pairs,
    posting_rhythm,
    rank_by_week,
    save_rate_by_month,
    saves_against_rank,
    saves_by_publication,
    visibility_by_keyword,
)  # fmt: skip
from report_gen.charts._render import Drawer
from report_gen.figures import HALF, NARROW, PAPER, WIDE, Canvas, Figure
from report_gen.report import Report
from report_gen.story import Story
from tests.charts.drawn import Drawing, drawing
from tests.moved import last
from tests.stories import story


def drawn(figure: Figure | None, of: Story, canvas: Canvas) -> Drawing:
    assert figure is not None
    return drawing(Drawer().whole(figure, canvas, of.look))


def texts(figure: Figure | None, of: Story, canvas: Canvas) -> list[str]:
    return [text.text for text in drawn(figure, of, canvas).texts]


# -- many keywords


@pytest.mark.parametrize("canvas", [WIDE, PAPER, NARROW], ids=lambda canvas: canvas.name)
def test_of_forty_keywords_the_three_that_moved_most_are_named_at_the_ends_of_their_lines(canvas: Canvas) -> None:
    of = story(keywords=40)
    named = rank_by_week._ranks(of).named
    shown = texts(rank_by_week.figure(of), of, canvas)
    assert len(named) == 3
    assert [any(text.startswith(course.keyword.term[:3]) for text in shown) for course in named] == [True] * 3


def test_a_crowd_of_lines_has_fewer_names_than_lines_and_says_so() -> None:
    of = story(keywords=40)
    ranks = rank_by_week._ranks(of)
    figure = rank_by_week.figure(of)
    assert figure is not None
    named = [c for c in ranks.courses if any(c.keyword.term in text for text in texts(figure, of, WIDE))]
    assert len(named) < len(ranks.courses) == rank_by_week.MOST
    assert "Named: what moved most, and others where there is room." in figure.note


def test_eight_keywords_all_have_their_names() -> None:
    of = story()
    figure = rank_by_week.figure(of)
    assert figure is not None
    assert "Named:" not in figure.note
    terms = [keyword.term for keyword in of.report.keywords if keyword.days_observed]
    assert [term for term in terms if not any(term in text for text in texts(figure, of, WIDE))] == []


def test_the_note_names_the_first_screen_s_end_whether_its_line_has_room_for_a_name_or_not() -> None:
    figure = rank_by_week.figure(story(keywords=40))
    assert figure is not None
    assert "after rank 10 the first screen of results ends" in figure.note


def test_ranks_against_saves_draws_twelve_of_forty_keywords_and_says_how_many_the_table_has_beside() -> None:
    of = story(keywords=40)
    held = of.report.model_copy(
        update={"keywords": tuple(k.model_copy(update={"note": of.report.notes[n].key, "rank": k.rank or n + 1})
                                  for n, k in enumerate(of.report.keywords))}
    )  # fmt: skip
    of = last(of, held)
    figure = saves_against_rank.figure(of)
    assert figure is not None
    assert len(figure.table.rows) == len(held.keywords)
    filled = [dot for dot in drawn(figure, of, WIDE).dots if dot.colour == "#b5121b"]
    assert len(filled) == saves_against_rank.DRAWN
    assert f"{len(held.keywords) - saves_against_rank.DRAWN} more in the table" in figure.note


def test_the_keyword_of_the_title_is_drawn_though_others_are_more_visible() -> None:
    of = story(keywords=40)
    assert of.before
    ranked = sorted(of.report.keywords, key=lambda k: -(k.visibility or 0))
    mover = next(k for k in reversed(ranked) if k.visibility is not None)
    then = tuple(k.model_copy(update={"visibility": 100.0}) if k.term == mover.term else k for k in of.before.keywords)
    before = of.before.model_copy(update={"keywords": then})
    of = replace(of, reports=(*of.reports[:-2], before, of.report))
    figure = visibility_by_keyword.figure(of)
    assert figure is not None
    assert figure.title.startswith(f"{mover.term} lost most visibility")
    assert any(mover.term in text for text in texts(figure, of, HALF))
    assert "and the one that moved furthest" in figure.note


# -- annotations


def test_an_event_stands_in_bold_above_the_plane_on_a_hairline_from_its_month() -> None:
    of = story()
    seen = drawn(saves_by_publication.figure(of), of, NARROW)
    name = next(text for text in seen.texts if text.text == "Giveaway")
    assert name.bottom <= seen.plane.top
    assert any(
        stroke.colour == "#8d9096" and name.left - 5 <= stroke.points[0][0] <= name.right + 5 for stroke in seen.strokes
    )


def carried(report: Report, part: float) -> Report:
    """The month with one note that brought that part of its saves."""
    first, *others = report.notes
    rest = sum(note.activity["saves"] or 0 for note in others)
    saves = round(rest * part / (1 - part))
    note = first.model_copy(update={"activity": {**first.activity, "saves": saves}, "title": "一篇爆款"})
    return report.model_copy(update={"notes": (note, *others)})


def test_a_month_that_one_note_made_is_remarked_on_with_its_title() -> None:
    of = story(2)
    shown = texts(save_rate_by_month.figure(last(of, carried(of.report, 0.4))), of, WIDE)
    assert any(text.startswith("October: ") and "40% of saves from one note" in text for text in shown)
    assert "“一篇爆款”" in shown


def test_a_note_with_a_fifth_of_the_saves_is_no_remark() -> None:
    of = story(2)
    shown = texts(save_rate_by_month.figure(last(of, carried(of.report, 0.2))), of, WIDE)
    assert not any("from one note" in text for text in shown)


# -- words in cells


def test_every_pair_s_cell_begins_with_its_rate_in_words_at_the_same_place_of_the_column() -> None:
    of = story()
    figure = pillar_pairs.figure(of)
    assert figure is not None
    seen = drawn(figure, of, WIDE)
    rates = [text for text in seen.texts if text.size == 15]
    lefts = {round(text.left, 1) for text in rates}
    columns = {row[1] for row in figure.table.rows}
    assert len(rates) == len(figure.table.rows)
    assert len(lefts) == len(columns)


def test_a_month_with_a_note_every_day_says_so_instead_of_no_days_without_one() -> None:
    of = story()
    first = of.report.notes[-1]
    month = of.report.month
    every = tuple(
        first.model_copy(update={"key": f"day {day}", "published_at": f"{month}-{day:02d}T12:00:00", "flags": ("new",)})
        for day in range(1, 32)
    )
    figure = posting_rhythm.figure(last(of, of.report.model_copy(update={"notes": every})))
    assert figure is not None
    assert figure.title == "31 notes came out in October, on every day at least one"
