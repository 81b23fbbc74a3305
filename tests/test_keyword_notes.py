"""Which notes serve a keyword."""

from __future__ import annotations

import pytest

from report_gen.keyword_notes import holder, naming
from report_gen.report import KeywordRank, Note, Report
from tests.stories import story


def note(key: str, title: str, saves: int | None = 0, own_id: str | None = None) -> Note:
    first = story().report.notes[0]
    return first.model_copy(update={"key": key, "title": title, "id": own_id, "activity": {"saves": saves}})


def report(*notes: Note) -> Report:
    return story().report.model_copy(update={"notes": notes})


def keyword(held_by: str | None) -> KeywordRank:
    return story().report.keywords[0].model_copy(update={"note": held_by})


NOTES = report(
    note("k1", "Kopi 怎么点", own_id="abc123"),
    note("k2", "早餐攻略"),
    note("k3", "早餐攻略"),
    note("k4", "Ｋｏｐｉ地图"),
)


@pytest.mark.parametrize(
    ("held_by", "key"),
    [
        pytest.param("k1", "k1", id="by key"),
        pytest.param("https://www.xiaohongshu.com/explore/abc123", "k1", id="by a link that holds the id"),
        pytest.param("kopi怎么点", "k1", id="by title, however it is written"),
        pytest.param("早餐攻略", None, id="two notes have that title"),
        pytest.param("another note", None, id="none of the month's"),
        pytest.param(None, None, id="not known"),
    ],
)
def test_the_holder_is_found_where_there_is_no_doubt(held_by: str | None, key: str | None) -> None:
    found = holder(NOTES, keyword(held_by))
    assert (found.key if found else None) == key


def test_titles_name_a_keyword_whatever_their_case_width_and_spaces_the_most_saved_first() -> None:
    notes = report(
        note("a", "KOPI C 怎么点", 3), note("b", "Ｋｏｐｉ Ｃ", 9), note("c", "kopi", 99), note("d", "kopi c", None)
    )
    assert [one.key for one in naming(notes, "kopi c")] == ["b", "a", "d"]
    assert naming(notes, "") == ()
