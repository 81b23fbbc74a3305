"""A number by its path: found as people ask for it, named, and written with as many digits as somebody gave it."""

from __future__ import annotations

import pytest

from report_gen import measures
from report_gen.measures import Measure, Numbers
from report_gen.report import Number
from report_gen.wording import Wording
from tests.stories import story

REPORT = story(3).report
NUMBERS = Numbers(REPORT)
GUIDES = next(pillar for pillar in REPORT.pillars if pillar.name == "Kopi guides")


@pytest.mark.parametrize(
    ("asked", "value"),
    [
        ("save_rate", REPORT.value("save_rate")),
        ("headline|save_rate", REPORT.value("save_rate")),
        ("pillars|Kopi guides|save_rate", GUIDES.save_rate),
        ("pillars.Kopi guides.saves", GUIDES.saves),
        (f"keywords.{REPORT.keywords[0].term}.rank", REPORT.keywords[0].rank),
    ],
)
def test_a_number_is_found_by_dots_by_bars_and_in_short(asked: str, value: Number) -> None:
    found = NUMBERS.find(asked)
    assert found is not None
    assert found.value == value


@pytest.mark.parametrize("asked", ["savs", "pillars|Nobody|save_rate", "month", "pillars", ""])
def test_what_is_no_number_of_the_report_is_not_found(asked: str) -> None:
    assert NUMBERS.find(asked) is None


@pytest.mark.parametrize(
    ("asked", "name"),
    [("save_rate", "Save rate"), ("pillars.Kopi guides.save_rate", "Kopi guides: Save rate")],
)
def test_a_number_has_a_name_and_of_several_things_that_of_its_own(asked: str, name: str) -> None:
    found = NUMBERS.find(asked)
    assert found is not None
    assert measures.name(Wording(), found) == name


def test_a_name_of_the_client_s_is_told_in_the_language() -> None:
    wording = Wording("zh", {"Kopi guides": "咖啡攻略"})
    assert "咖啡攻略" in measures.name(wording, Measure(("pillars", "Kopi guides", "save_rate"), 0.03, "Kopi guides"))


def test_a_note_is_called_by_its_title() -> None:
    note = REPORT.notes[0]
    found = NUMBERS.find(f"notes|{note.key}|activity|saves")
    assert found is not None
    assert (found.value, measures.name(Wording(), found)) == (note.activity["saves"], f"{note.title}: Saves")


@pytest.mark.parametrize(
    ("path", "value", "written", "said"),
    [
        (("headline", "save_rate", "value"), 0.0314, "3.1%", "3.1%"),
        (("headline", "saves", "value"), 4030, "4030", "4,030"),
        (("headline", "search_visibility", "value"), 41.26, "41.3", "41.3"),
        (("keywords", "kopi", "rank"), 3, "3", "3"),
        (("keywords", "kopi", "rank"), None, "not found", "not found"),
        (("creators", "A", "cost_per_save"), 3.571, "3.6", "¥3.57"),
    ],
)
def test_a_number_is_written_by_its_kind(path: tuple[str, ...], value: Number | None, written: str, said: str) -> None:
    measure = Measure(path, value)
    assert (measures.written(measure), measures.said(Wording(), measure)) == (written, said)


@pytest.mark.parametrize(
    ("text", "value", "differs"),
    [
        ("3.1%", 0.0314, False),
        ("3.1%", 0.0316, True),
        ("3%", 0.0316, False),
        ("3.10%", 0.0314, True),
        ("3.1 ％", 0.0314, False),
        ("4030", 4030, False),
        ("4,030", 4030, False),
        ("4030", 4032, True),
        ("-0.4", -0.41, False),
        ("−0.4", -0.41, False),
        ("0.0%", -0.0001, False),
        ("not found", None, False),
        ("not found", 3, True),
        ("3", None, True),
    ],
)
def test_a_number_differs_when_it_would_be_written_otherwise(text: str, value: Number | None, differs: bool) -> None:
    assert measures.is_written(text)
    assert measures.differs(text, value) is differs


@pytest.mark.parametrize("text", ["about 3", "3.1.2", "12:30", "3 points", "1,23"])
def test_what_is_no_figure_is_known(text: str) -> None:
    assert not measures.is_written(text)


@pytest.mark.parametrize(
    ("figure", "sentence", "there"),
    [
        ("4030", "They kept 4,030 of them.", True),
        ("4030", "In 4030 cases", True),
        ("4030", "14,030 saves", False),
        ("403", "4,030 saves", False),
        ("3.1%", "at 3.1 % now", True),
        ("3.1%", "3.14%", False),
        ("3", "rank 3, then 4", True),
        ("3", "3.5", False),
        ("not found", "not found", False),
    ],
)
def test_a_figure_is_found_in_sentences_as_a_whole(figure: str, sentence: str, there: bool) -> None:
    pattern = measures.pattern(figure)
    assert bool(pattern and pattern.search(sentence)) is there
