"""Keywords beyond the first screen, and the notes there are for them."""

from __future__ import annotations

import pytest

from report_gen.figures import Listing
from report_gen.listings import keywords_without_place
from report_gen.story import Story
from tests.moved import last
from tests.stories import story


def told(*keywords: tuple[str, float | None, str | None], titles: tuple[str, ...] = ("早餐攻略",)) -> Story:
    """October with keywords of that term, rank and holder, and notes with these titles."""
    of = story()
    k, n = of.report.keywords[0], of.report.notes[0]
    made = tuple(k.model_copy(update={"term": term, "rank": rank, "note": note}) for term, rank, note in keywords)
    notes = tuple(n.model_copy(update={"key": f"n{i}", "title": title}) for i, title in enumerate(titles))
    return last(of, of.report.model_copy(update={"keywords": made, "notes": notes}))


def present(made: Listing | None) -> Listing:
    assert made is not None
    return made


@pytest.mark.parametrize(
    ("keywords", "title"),
    [
        pytest.param((("咖啡", None, None), ("早餐", 20, "n0")),
                     "1 keyword has no note: no title names it, and none is found for it", id="not served"),
        pytest.param((("咖啡", 14, None), ("早餐", 20, "n0")), "1 keyword beyond the first screen is in no note’s title",
                     id="found, but in no title"),
        pytest.param((("早餐", None, None),), "1 keyword beyond the first screen, though a title names it",
                     id="named, but not found"),
    ],
)  # fmt: skip
def test_the_title_names_the_worst_that_there_is(
    keywords: tuple[tuple[str, float | None, str | None], ...], title: str
) -> None:
    assert present(keywords_without_place.listing(told(*keywords))).title == title


def test_keywords_on_the_first_screen_need_no_line() -> None:
    assert keywords_without_place.listing(told(("咖啡", 10, None), ("早餐", 1, None))) is None
    made = present(keywords_without_place.listing(told(("咖啡", 10.5, None), ("早餐", 1, None))))
    assert [line.cells["keyword"] for line in made.lines] == ["咖啡"]


def test_those_that_nothing_serves_come_first_and_say_so() -> None:
    made = present(keywords_without_place.listing(told(("早餐", 30, "n0"), ("咖啡", None, None))))
    shown = [tuple(line.cells[key] for key in ("keyword", "rank", "held_by", "named_by")) for line in made.lines]
    assert shown == [("咖啡", "not found", "none", "none"), ("早餐", "30", "早餐攻略", "早餐攻略")]


def test_a_place_whose_note_the_rank_table_does_not_name_is_not_none() -> None:
    made = present(keywords_without_place.listing(told(("咖啡", 14, None))))
    assert made.lines[0].cells["held_by"] == "not known"


def test_several_titles_that_name_a_keyword_are_counted() -> None:
    made = present(keywords_without_place.listing(told(("早餐", 30, None), titles=("早餐攻略", "早 餐地图", "咖啡"))))
    assert made.lines[0].cells["named_by"].endswith("and 1 more")
    assert made.table.rows[0][-1] == 2


def test_names_of_groups_are_those_of_the_language() -> None:
    made = present(keywords_without_place.listing(told(("咖啡", 14, None))))
    assert made.lines[0].sub == "category"
