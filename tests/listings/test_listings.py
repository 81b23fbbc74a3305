"""Tables on pages: each survives every story, says a finding, and carries its data unformatted."""

from __future__ import annotations

import csv
import io
import itertools
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report_gen import templates
from report_gen.figures import Listing
from report_gen.listings import (
    all_notes,
    context,
    conversations,
    destinations,
    keyword_moves,
    months,
    quality,
    sources,
    top_notes,
)
from report_gen.listings._scale import RankScale, RateScale
from report_gen.parts import parts
from report_gen.report import KeywordRank, Note
from report_gen.story import Story
from report_gen.tables import Quality
from report_gen.wording import MISSING
from tests.moved import moved
from tests.stories import HOSTILE, VARIANTS, story

NAMES = tuple(parts("listings"))


def declared(name: str, told: Story) -> Listing | None:
    made: Listing | None = parts("listings")[name].listing(told)
    return made


def present(made: Listing | None) -> Listing:
    assert made is not None
    return made


def with_report(told: Story, **changes: object) -> Story:
    return replace(told, reports=(*told.reports[:-1], told.report.model_copy(update=changes)))


def texts(made: Listing) -> list[str]:
    heads = [made.title, made.subtitle, made.note, *(column.label for column in made.shown)]
    return heads + [text for line in made.lines for text in (*line.cells.values(), line.sub)]


def notes(*saves: int | None) -> list[Note]:
    """Notes that earned these saves from a hundred impressions each."""
    return [
        Note(
            key=f"n{n}", title=f"Note {n}", published_at="2026-10-02T09:00:00+08:00", format="image", pillar=None,
            activity={"saves": value, "impressions": 100}, lifetime={}, save_rate=None, interval=None,
            adjusted_save_rate=None if value is None else value / 100,
        )
        for n, value in enumerate(saves)
    ]  # fmt: skip


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("name", NAMES)
def test_every_table_survives_every_story(name: str, variant: str) -> None:
    """Every line has every shown cell; every picture lies within its cell; the lines are the first rows of the data."""
    made = declared(name, VARIANTS[variant]())
    if made is None:
        return
    shown = {column.key for column in made.shown}
    assert made.lines
    assert shown <= {column.key for column in made.table.columns}
    filters = {key for key, _ in made.filters}
    assert {made.key, made.mark_after, made.bars, made.sorted_by, *made.extra, *made.spare, *filters} - {""} <= shown
    assert all(shown <= set(line.cells) for line in made.lines)
    assert len(made.lines) <= len(made.table.rows)
    places = [place for place, _ in made.ticks] + [made.goal]
    for line in made.lines:
        mark = line.mark
        places += [line.bar] + ([mark.at, mark.low, mark.high, mark.before] if mark else [])
    assert all(place is None or 0 <= place <= 1 for place in places)


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("name", NAMES)
def test_no_text_shows_a_raw_number_or_an_unfilled_field(name: str, variant: str) -> None:
    made = declared(name, VARIANTS[variant]())
    for text in texts(made) if made else []:
        clean = text.replace("{{ 7*7 }}", "")  # what a hostile title holds
        assert not re.search(r"\d\.\d{3}|\bNone\b|\bnan\b|[{}]", clean), text


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("name", NAMES)
def test_labels_of_a_scale_do_not_touch(name: str, variant: str) -> None:
    made = declared(name, VARIANTS[variant]())
    places = sorted(place for place, _ in made.ticks) if made else []
    assert all(right - left >= 0.07 for left, right in itertools.pairwise(places))


@pytest.mark.parametrize("name", NAMES)
def test_the_csv_has_every_row_and_cannot_run_a_formula(name: str) -> None:
    made = present(declared(name, story(hostile=True)))
    head, *rows = csv.reader(io.StringIO(made.table.to_csv()))
    assert head == [column.key for column in made.table.columns]
    assert len(rows) == len(made.table.rows)
    assert not any(cell.startswith(("=", "+", "@")) for row in rows for cell in row)


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("all_notes", {"notes": ()}), ("top_notes", {"notes": ()}), ("conversations", {"notes": ()}),
        ("keyword_moves", {"keywords": ()}), ("destinations", {"destinations": ()}),
        ("context", {"headline": {}}), ("quality", {"quality": ()}), ("sources", {"sources": ()}),
        ("paid_and_organic", {"paid": None}), ("reconciliation", {"reconciliation": ()}),
    ],
)  # fmt: skip
def test_a_table_without_data_is_none(name: str, changes: dict[str, object]) -> None:
    assert declared(name, with_report(story(), **changes)) is None


def test_months_need_a_month_to_stand_beside() -> None:
    assert months.listing(story(1)) is None


# -- notes


def test_top_notes_go_by_the_adjusted_rate() -> None:
    made = present(top_notes.listing(story()))
    rates = [made.raw(place, "adjusted_save_rate") for place in range(len(made.lines))]
    assert rates == sorted(rates, reverse=True)  # type: ignore[type-var]
    assert len(made.lines) == 10
    assert len(made.table.rows) == len(story().report.notes)
    assert made.note.endswith(f"Top 10 of {len(story().report.notes)}.")


@pytest.mark.parametrize(("per", "left_out"), [("impressions", 1), ("views", 0)])
def test_notes_viewed_without_an_impression_have_no_rate_to_be_ranked_by(per: str, left_out: int) -> None:
    first, *others = notes(*range(10, 22))
    seen = (first.model_copy(update={"flags": ("views_exceed_impressions",)}), *others)
    told = with_report(story(), notes=seen, definitions={"save_rate": f"saves / {per}"})
    made = present(top_notes.listing(told))
    assert f"Top 10 of {12 - left_out}." in made.note
    assert ("Left out: 1 note with more views than impressions" in made.note) == bool(left_out)


@pytest.mark.parametrize(
    ("saves", "title"),
    [
        ((60, 20, 20), "One note brought 60% of all saves"),
        ((10,) * 10 + (8,) * 10, "The 10 most kept notes earned 56% of all saves, from 50% of impressions"),
        ((7,), "The month’s one note earned 7 saves"),
        ((0, 0), "No note earned a save"),
    ],
    ids=["one note stands out", "many share", "one note", "none saved"],
)
def test_the_title_of_top_notes_is_their_share(saves: tuple[int, ...], title: str) -> None:
    told = with_report(story(), notes=tuple(notes(*saves)))
    assert present(top_notes.listing(told)).title == title


@pytest.mark.parametrize(
    ("new", "title"),
    [
        ((), "3 notes in October 2026"),
        ((0,), "One new note earned 60% of saves, older ones the rest"),
        ((0, 1), "2 new notes earned 80% of saves, older ones the rest"),
        ((0, 1, 2), "3 notes in October 2026"),
    ],
    ids=["none new", "one new", "two new", "all new"],
)
def test_the_title_of_all_notes_weighs_the_new_against_the_old(new: tuple[int, ...], title: str) -> None:
    listed = [
        note.model_copy(update={"flags": ("new",) if n in new else ()}) for n, note in enumerate(notes(60, 20, 20))
    ]
    assert present(all_notes.listing(with_report(story(), notes=tuple(listed)))).title == title


def test_a_note_is_named_by_title_pillar_format_and_day() -> None:
    line = present(top_notes.listing(story())).lines[1]
    assert line.cells["note"] == "Kopi 怎么点不踩雷｜本地人的 12 种叫法"
    assert line.sub == "Kopi guides\u00a0· images\u00a0· 1\u00a0Oct"


def test_a_note_of_last_year_is_dated_with_its_year() -> None:
    old = notes(5)[0].model_copy(update={"published_at": "2025-10-02T09:00:00+08:00"})
    made = present(all_notes.listing(with_report(story(), notes=(old,))))
    assert made.lines[0].cells["published"] == "Oct 2025"


def test_a_note_without_a_title_is_named_by_its_day() -> None:
    blank = notes(5)[0].model_copy(update={"title": " \n", "published_at": "2026-08-18T09:00:00+08:00"})
    made = present(all_notes.listing(with_report(story(), notes=(blank,))))
    assert made.lines[0].cells["note"] == "Untitled, 18 Aug"


def test_a_note_of_unknown_activity_stands_last_and_shows_no_zero() -> None:
    made = present(all_notes.listing(with_report(story(), notes=tuple(notes(None, 0, 3)))))
    assert [line.cells["saves"] for line in made.lines] == ["3", "0", MISSING]


def test_comments_and_their_rate_divide_by_what_save_rate_divides_by() -> None:
    made = present(conversations.listing(story()))
    row = dict(zip((c.key for c in made.table.columns), made.table.rows[0], strict=True))
    assert row["comment_rate"] == row["comments"] / row["impressions"]  # type: ignore[operator]
    assert re.fullmatch(r"One note in Kopi guides drew \d+% of all comments", made.title)


# -- keywords


def keyword(term: str, rank: float | None, previous: float | None, observed: int = 31) -> KeywordRank:
    return KeywordRank(
        term=term, group=None, weight=1, rank=rank, previous_rank=previous, best=rank, days_observed=observed,
        days_ranked=observed if rank else 0, days_top3=0, days_top10=0, visibility=None, note=None,
    )  # fmt: skip


def keywords(*now_and_before: tuple[float | None, float | None], looked_before: bool = True) -> Story:
    listed = tuple(keyword(f"k{n}", *pair) for n, pair in enumerate(now_and_before))
    before = story().reports[-2].model_copy(update={"keywords": listed if looked_before else ()})
    return Story((before, story().report.model_copy(update={"keywords": listed})))


@pytest.mark.parametrize(
    ("rank", "previous", "change"),
    [
        (4, 9, "▲ up 5"), (6, 3, "▼ down 3"), (4.5, 6, "▲ up 1.5"), (2, 2, MISSING), (47, None, "new"), (None, 12, "lost"),
        (None, None, MISSING),
    ],
    ids=["up", "down", "half a place", "same", "new", "lost", "never found"],
)  # fmt: skip
def test_a_move_is_an_arrow_with_places_or_a_word(rank: float | None, previous: float | None, change: str) -> None:
    made = present(keyword_moves.listing(keywords((rank, previous))))
    assert made.lines[0].cells["change"] == change


def test_not_looked_for_is_not_the_same_as_not_found() -> None:
    looked = present(keyword_moves.listing(keywords((5, None), (4, 4))))
    assert looked.lines[0].cells["previous_rank"] == "not found"
    fresh = present(keyword_moves.listing(keywords((5, None), looked_before=False)))
    assert "previous_rank" not in {column.key for column in fresh.shown}
    assert fresh.lines[0].mark is not None
    assert fresh.lines[0].mark.before is None


def test_what_moved_most_for_people_who_search_stands_first() -> None:
    """A place won at the bottom counts little; under a whole place is no move."""
    made = present(keyword_moves.listing(keywords((21, 22), (38, 38.5), (25, 3), (2, 2))))
    assert [line.cells["change"] for line in made.lines] == ["▼ down 22", "▲ up 1", MISSING, MISSING]
    assert made.title == "1 keyword up, 1 down"


@pytest.mark.parametrize(
    ("moves", "title"),
    [
        (((4, 9), (5, 10), (6, 3), (47, None)), "2 keywords up, 1 down, 1 new"),
        (((6, 3), (None, 12)), "Keywords: 1 down, 1 lost"),
        (((1, 1), (2, 2)), "All 2 keywords hold their places"),
    ],
)
def test_the_title_counts_the_moves(moves: tuple[tuple[float | None, float | None], ...], title: str) -> None:
    assert present(keyword_moves.listing(keywords(*moves))).title == title


def test_a_better_rank_stands_further_right_and_not_found_furthest_left() -> None:
    made = present(keyword_moves.listing(keywords((None, 3), (1, 1), (10, 20), (3, 3))))
    at = {line.cells["rank"]: line.mark.at for line in made.lines if line.mark and line.mark.at is not None}
    assert at["not found"] < at["10"] < at["3"] < at["1"] == 1


def test_the_place_is_held_by_a_note_named_by_its_title() -> None:
    told = story()
    first = told.report.notes[0]
    held = told.report.keywords[0].model_copy(update={"note": first.key})
    made = present(keyword_moves.listing(with_report(told, keywords=(held,))))
    assert made.lines[0].cells["note"] == first.title


# -- sums, comparisons, months


def test_the_parts_of_click_throughs_are_the_whole() -> None:
    made = present(destinations.listing(story()))
    shares = [made.raw(place, "share") for place in range(len(made.lines))]
    assert sum(shares) == pytest.approx(1)  # type: ignore[arg-type]
    assert re.fullmatch(r"Most moved: Storefront, \+\d+% on September", made.title)


@pytest.mark.parametrize("name", ["keyword_moves", "destinations", "context"])
def test_a_month_that_is_not_over_is_compared_with_none(name: str) -> None:
    made = present(declared(name, VARIANTS["partial month"]()))
    shown = {column.key for column in made.shown}
    assert not shown & {"previous", "previous_rank"}
    assert all(line.cells.get("change", MISSING) == MISSING for line in made.lines if "change" in shown)
    assert all(line.mark is None or line.mark.before is None for line in made.lines)


def test_context_is_quiet_and_named_as_no_goal() -> None:
    made = present(context.listing(story()))
    assert made.quiet
    assert (made.title, made.subtitle) == ("Context", "Not goals: they move for many reasons.")
    assert [line.cells["metric"] for line in made.lines] == ["impressions", "views", "likes", "shares", "new_followers"]


@pytest.mark.parametrize(
    ("factor", "title"),
    [
        (2, "October has the highest save rate of 13 months"),
        (0.3, "October has the lowest save rate of 13 months"),
        (1.2, "Save rates of 13 months: 1.7% to 3.5%"),
    ],
)
def test_the_title_of_months_gives_this_one_a_place_only_beyond_chance(factor: float, title: str) -> None:
    """A fifth more saves than it had makes October's rate the highest, but March's is within chance of it."""
    made = present(months.listing(moved(story(), factor)))
    assert made.title == title
    assert next(line.cells["month"] for line in made.lines) == "Oct 2026"


def test_a_rate_per_reach_has_no_column_of_what_it_divides_by() -> None:
    """No export has reach: the notes are still listed, without it."""
    report = story().report
    divided = report.model_copy(update={"definitions": {**report.definitions, "save_rate": "saves / reach"}})
    made = present(conversations.listing(Story((divided,))))
    assert [column.key for column in made.shown] == ["note", "comments", "comment_rate", "saves"]


# -- method


def test_sources_show_a_short_fingerprint_and_keep_the_whole() -> None:
    made = present(sources.listing(story()))
    assert made.lines[0].cells["sha256"] == "5f" * 6
    assert made.raw(0, "sha256") == "5f" * 32
    assert made.title == "The numbers come from 2 files, the last captured on 1 Nov"


def test_the_gravest_problem_of_the_data_comes_first() -> None:
    listed = [
        q.model_copy(update={"severity": s})
        for q, s in zip(story().report.quality * 2, ("info", "error", "warning"), strict=False)
    ]
    made = present(quality.listing(with_report(story(), quality=tuple(listed))))
    assert [line.cells["severity"] for line in made.lines] == ["error", "warning", "info"]
    assert made.title == "1 error and 1 warning on the data"


def test_remarks_alone_are_no_problem() -> None:
    line = story().report.quality[0].model_copy(update={"severity": "info"})
    assert present(quality.listing(with_report(story(), quality=(line,)))).title == "No warnings on the data"


def test_a_problem_has_its_advice_and_the_place_where_it_was_seen() -> None:
    told = {"advice": "Export the list\nagain.", "file": "a.xlsx", "row": 1200}
    made = present(quality.listing(with_report(story(), quality=(story().report.quality[0].model_copy(update=told),))))
    assert made.lines[0].cells["advice"] == "Export the list again."
    assert made.lines[0].cells["place"] == "a.xlsx, row 1,200"
    assert "advice" in made.table.to_csv().splitlines()[0]


def test_neighbours_with_the_same_advice_are_told_together() -> None:
    asked = [("One.", "Do it."), ("Two.", "Do it."), ("Three.", "Do that."), ("Four.", None), ("Five.", None)]
    found = tuple(Quality(code="odd", severity="warning", message=m, advice=a) for m, a in asked)
    made = present(quality.listing(with_report(story(), quality=found)))
    assert [line.cells["message"] for line in made.lines] == ["One.\nTwo.", "Three.", "Four.", "Five."]
    assert sum(int(line.cells["count"]) for line in made.lines) == len(made.table.rows) == 5


@pytest.mark.parametrize(("severity", "shown"), [("info", 0), ("warning", 1)])
def test_totals_that_agree_are_not_told_beside_their_own_table(severity: str, shown: int) -> None:
    line = Quality(code="totals_reconciled", severity=severity, message="Totals agree.")  # type: ignore[arg-type]
    told = with_report(story(), quality=(line,))
    assert told.report.reconciliation
    made = present(quality.listing(told))
    assert (len(made.lines), len(made.table.rows)) == (shown, 1)


def test_hostile_titles_stay_text_on_one_line() -> None:
    made = present(all_notes.listing(story(hostile=True)))
    hostile = [line.cells["note"] for line in made.lines if "onerror" in line.cells["note"]]
    assert hostile
    assert "\n" in HOSTILE
    assert not any(re.search("[\n\u202e]", text) for text in hostile)


# -- scales


@given(st.lists(st.floats(1e-7, 1), min_size=1), st.none() | st.floats(1e-4, 1))
def test_a_rate_scale_holds_every_rate_and_the_target_in_order(rates: list[float], target: float | None) -> None:
    scale = RateScale.over(rates, [], target)
    places = [place for place in map(scale.at, sorted(rates)) if place is not None]
    assert places == sorted(places)
    assert all(0 <= place < 1 for place in [*places, scale.at(target) or 0])


@given(st.lists(st.floats(1, 1000), min_size=1))
def test_a_rank_scale_holds_every_rank_right_of_those_not_found(ranks: list[float]) -> None:
    scale = RankScale.over(ranks)
    places = [scale.at(rank) for rank in sorted(ranks)]
    assert places == sorted(places, reverse=True)
    assert all(scale.at(None) < place <= 1 for place in places)


@pytest.mark.parametrize(
    ("rates", "target", "labels"),
    [
        ((0.044, 0.058), 0.025, ["0%", "Target 2.5%", "5%"]),
        ((0.044, 0.058), None, ["0%", "5%"]),
        ((0.5,), 0.05, ["Target 5.0%", "50%"]),
        ((0.004,), None, ["0%", "0.40%"]),
        ((), 0.025, []),
    ],
    ids=["with target", "without", "a low target", "under one per cent", "nothing known"],
)
def test_a_scale_is_labelled_with_round_numbers(
    rates: tuple[float, ...], target: float | None, labels: list[str]
) -> None:
    scale = RateScale.over(rates, [], target)
    assert [label for _, label in scale.ticks(story().wording, target)] == labels


# -- the partial


TEMPLATES = (Path(__file__).parents[2] / "site_templates",)


def drawn(name: str, told: Story, medium: str) -> str:
    w = told.wording
    names = {
        "name": name,
        "listing": declared(name, told),
        "medium": medium,
        "csv_href": f"data/{name}.csv",
        "xlsx_href": f"data/{name}.xlsx",
    }
    return templates.render(TEMPLATES, "partials/listing.html", names | {"w": w, "_": w.text, "_n": w.plural})


def test_paper_cuts_the_notes_to_twenty_and_says_how_many_more() -> None:
    page = drawn("all_notes", story(), "paper")
    more = len(story().report.notes) - 20
    assert page.count('<th scope="row"') == 20
    assert f"{more} more stand on the site." in page
    assert "CSV" not in page


def test_the_screen_has_all_notes_what_they_sort_by_and_the_csv() -> None:
    page = drawn("all_notes", story(), "screen")
    assert page.count('<th scope="row"') == len(story().report.notes)
    assert '<td class="num key">939</td>' in page  # read as it stands
    assert '<td class="num">3.1%</td>' in page
    assert re.search(r'<td class="is-extra" data-value="2026-10-\d\d">\d+ Oct</td>', page)
    assert 'href="data/all_notes.csv" download' in page
    assert 'href="data/all_notes.xlsx" download' in page


@pytest.mark.parametrize("medium", ["screen", "paper"])
@pytest.mark.parametrize("name", NAMES)
def test_no_title_becomes_markup(name: str, medium: str) -> None:
    page = drawn(name, story(hostile=True), medium)
    assert "<img" not in page
    assert "onerror=alert(1)>" not in page
    assert page.count("<table") == page.count("</table>") == 1


@pytest.mark.parametrize("medium", ["screen", "paper"])
def test_chinese_on_an_english_page_is_marked_as_chinese(medium: str) -> None:
    assert '<span lang="zh-Hans">新加坡咖啡</span>' in drawn("keyword_moves", story(), medium)


# -- long tables


def with_keywords(count: int) -> Story:
    """So many keywords, each a place better than the month before; every third stands beyond the first screen."""
    keywords = tuple(
        KeywordRank(term=f"词{n}", group=None, weight=1, rank=30 + n if n % 3 else 3, previous_rank=31 + n if n % 3 else 4,
                    best=2, days_observed=30, days_ranked=30, days_top3=0, days_top10=0, visibility=10, note=None)
        for n in range(count)
    )  # fmt: skip
    told = with_report(story(), keywords=keywords)
    before = told.reports[-2].model_copy(update={"keywords": keywords})
    return replace(told, reports=(*told.reports[:-2], before, told.report))


@pytest.mark.parametrize(("count", "open_rows"), [(8, 8), (12, 12), (15, 15), (16, 12), (40, 12)])
def test_of_many_keywords_those_that_moved_most_are_read_and_the_others_looked_up(count: int, open_rows: int) -> None:
    """A fold of a few rows would cost more than it saves."""
    made = present(keyword_moves.listing(with_keywords(count)))
    assert len(made.cut("screen")) == open_rows
    assert len(made.lines) == count
    page = drawn("keyword_moves", with_keywords(count), "screen")
    assert page.count("<table") == (1 if count == open_rows else 2)
    assert page.count('<th scope="row"') == count
    assert (f"{count - open_rows} more keywords" in page) == (count > open_rows)


def test_on_paper_many_keywords_are_cut_and_it_says_so() -> None:
    page = drawn("keyword_moves", with_keywords(40), "paper")
    assert page.count('<th scope="row"') == 20
    assert "20 more stand on the site." in page
    assert "<details" not in page


@pytest.mark.parametrize("medium", ["screen", "paper"])
def test_what_columns_say_stands_below_a_title_only_where_they_may_be_left_out(medium: str) -> None:
    assert ('<span class="q is-instead">Kopi guides' in drawn("all_notes", story(), medium)) == (medium == "screen")


def test_one_note_is_neither_searched_nor_sorted() -> None:
    page = drawn("all_notes", with_report(story(), notes=tuple(notes(3))), "screen")
    assert not re.search("rg-tools|is-live|aria-sort|data-kind", page)


@pytest.mark.parametrize(("count", "searched"), [(7, False), (8, True)])
def test_few_notes_are_sorted_but_not_searched(count: int, searched: bool) -> None:
    page = drawn("all_notes", with_report(story(), notes=tuple(notes(*range(count)))), "screen")
    assert 'aria-sort="descending"' in page
    assert ("rg-tools" in page) == searched
