"""What a short name of a number means, and what is said of names that mean nothing."""

from __future__ import annotations

import pytest

from report_gen.errors import QuestionError
from report_gen.explain import find, indexed
from tests.explain.accounts import demo, tiny

NOTE = "2026-09-30T09:19:19+08:00"
MEANT = {
    "save_rate": "headline|save_rate|value",
    "headline.save_rate.value": "headline|save_rate|value",
    "save_rate.interval": "headline|save_rate|interval",
    "save_rate.interval.low": "headline|save_rate|interval|0",
    "save_rate.previous": "headline|save_rate|previous",
    "save_rate.usual": "headline|save_rate|usual|median",
    "shares": "headline|shares|value",
    "SAVES": "headline|saves|value",
    "pillars.Kopi guides.save_rate": "pillars|Kopi guides|save_rate",
    "formats.image.saves": "formats|image|saves",
    "keywords.新加坡咖啡": "keywords|新加坡咖啡|visibility",
    "keywords.新加坡咖啡.days.2026-10-05": "keywords|新加坡咖啡|days|2026-10-05|rank",
    "destinations.menu": "destinations|menu|clicks",
    "days.2026-10-05.saves": "days|2026-10-05|values|saves",
    "coverage.rank_days": "coverage|rank_days",
    "reconciliation.saves": "reconciliation|saves|difference",
    "insights.evergreen_notes.saves_1": "insights|evergreen_notes|evidence|saves_1",
    "sources.2026-10/clicks-2026-10.csv": "sources|2026-10/clicks-2026-10.csv|rows",
    "explanations.save_rate.numbers.saves": "explanations|save_rate|numbers|saves",
    "quality": "quality",
}
OF_A_NOTE = {
    "saves": "activity|saves",
    "lifetime.saves": "lifetime|saves",
    "save_rate": "save_rate",
    "adjusted_save_rate": "adjusted_save_rate",
    "interval": "interval",
    "interval.high": "interval|1",
}
NOTES = {"its key": NOTE, "its second": "2026-09-30 09:19:19", "its day": "2026-09-30", "words": "国庆伴手礼清单，带娃"}


@pytest.mark.parametrize("asked", MEANT)
def test_a_short_name_leaves_out_what_goes_without_saying(asked: str) -> None:
    assert "|".join(find(indexed(demo("client-x").last.told), asked)) == MEANT[asked]


@pytest.mark.parametrize("asked", OF_A_NOTE)
def test_of_a_note_its_month_is_meant_unless_said_otherwise(asked: str) -> None:
    path = find(indexed(demo("client-x").last.told), asked, NOTE)
    assert "|".join(path) == f"notes|{NOTE}|{OF_A_NOTE[asked]}"


@pytest.mark.parametrize("words", [words for name, words in NOTES.items() if name != "its day"])
def test_a_note_is_found_by(words: str) -> None:
    assert find(indexed(demo("client-x").last.told), "saves", words)[1] == NOTE


def test_a_note_is_found_by_the_platforms_id() -> None:
    report = tiny().last.told
    named = report.notes[0].model_copy(update={"id": "65e1234500000000000000ab"})
    data = indexed(report.model_copy(update={"notes": (named, *report.notes[1:])}))
    assert find(data, "saves", "65e1234500000000000000AB")[1] == named.key


UNKNOWN = {
    "a slip": ("save_rat", None, "There is no “save_rat” in report.json of that month. The nearest: .*save_rate"),
    "a slip in a pillar": ("pillars.Kopi guide.saves", None, r"The nearest: .*pillars\.Kopi guides\.saves"),
    "nothing like it": ("zzzz", None, "Names begin with: saves, save_rate,"),
    "several numbers": ("pillars.Kopi guides", None, "is several numbers. Name one of them: name, notes, impressions"),
    "no such note": ("saves", "海南鸡饭", "No note of that month has “海南鸡饭”"),
    "several notes": (
        "saves",
        "Kopi O",
        r"is 5 notes of that month. Name one by its publish time:\n  2025-06-03T21:24:40",
    ),
    "no such number of a note": ("clicks", NOTE, "There is no “clicks” in the note"),
}


@pytest.mark.parametrize("case", UNKNOWN)
def test_what_cannot_be_found_is_said_with_the_nearest_names(case: str) -> None:
    asked, note, message = UNKNOWN[case]
    with pytest.raises(QuestionError, match=message):
        find(indexed(demo("client-x").last.told), asked, note)


def test_two_notes_of_one_second_are_told_apart() -> None:
    """Two accounts may publish in the same second: the second note of a key has a number."""
    report = tiny().last.told
    twice = report.model_copy(update={"notes": (report.notes[0], report.notes[0])})
    assert list(indexed(twice)["notes"]) == [report.notes[0].key, f"{report.notes[0].key} #2"]
