"""Every number of report.json is explained, and made once more from single cells it comes to the same."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from report_gen.explain import FaultError, Month, Trace, explain, indexed, leaves
from report_gen.parts import parts
from report_gen.report import Report
from report_gen.wording import Wording
from tests.explain.accounts import demo, tiny, turning, without_trends

MONTHS: dict[str, Callable[[], Month]] = {
    "client-x, last month": lambda: demo("client-x").last,
    "client-x, first month": lambda: demo("client-x").month("2025-09"),
    "client-x, month of the giveaway": lambda: demo("client-x").month("2026-03"),
    "client-y, last month": lambda: demo("client-y").last,
    "client-y without daily trends": lambda: without_trends("client-y").last,
    "tiny, first month": lambda: tiny().month("2026-08"),
    "tiny, last month": lambda: tiny().last,
    "turning from trends to notes": lambda: turning().last,
}


@pytest.mark.parametrize("name", MONTHS)
def test_every_value_is_explained_and_comes_to_the_same(name: str) -> None:
    month = MONTHS[name]()
    apart = {}
    for path, told in leaves(indexed(month.told)):
        made = explain(month, path)
        if not same(made.value, told):
            apart[path] = (told, made.value)
    assert apart == {}


@pytest.mark.parametrize("name", MONTHS)
def test_every_number_that_is_a_sum_of_cells_is_the_sum_of_its_cells(name: str) -> None:
    """Added up here without the package's arithmetic; as are rates from their two terms."""
    month = MONTHS[name]()
    metrics = [m for m in ("saves", "views", "impressions", "comments", "shares") if m in month.told.headline]
    traces = [explain(month, ("headline", metric, "value")) for metric in metrics]
    traces += [explain(month, ("notes", note.key, "activity", "saves")) for note in month.told.notes]
    summed = [trace for trace in traces if trace.value is not None]
    assert summed
    assert [sum(c.sign * c.value for c in t.cells if isinstance(c.value, int)) for t in summed] == [
        t.value for t in summed
    ]


@pytest.mark.parametrize("name", MONTHS)
def test_what_is_unknown_says_why(name: str) -> None:
    month = MONTHS[name]()
    missing = [path for path, told in leaves(indexed(month.told)) if told is None]
    assert all(len(explain(month, path).formula) > 10 for path in missing)


def test_every_section_of_the_report_has_its_file() -> None:
    """One section is explained in one place."""
    sections = [section for part in parts("explain").values() for section in part.SECTIONS]
    assert sorted(sections) == sorted(field.alias or name for name, field in Report.model_fields.items())


def test_a_number_that_the_report_has_otherwise_is_a_fault() -> None:
    month = demo("client-x").last
    wrong = month.told.headline["saves"].model_copy(update={"value": 4037})
    report = month.told.model_copy(update={"headline": {**month.told.headline, "saves": wrong}})
    with pytest.raises(FaultError, match="the report says 4037, its explanation 4036"):
        explain(Month(month.tables, month.config, month.period, report, month.archive), ("headline", "saves", "value"))


def test_every_headline_number_carries_its_explanation() -> None:
    report = demo("client-x").last.told
    assert set(report.explanations) == set(report.headline)
    assert report.explanations["save_rate"].numbers == {
        "saves": report.value("saves"),
        "impressions": report.value("impressions"),
    }
    assert not [line for line in report.quality if line.code == "explained_otherwise"]


# -- what is left out, and why


def explained(number: str) -> Trace:
    return explain(tiny().last, tuple(number.split("|")))


def test_notes_with_unknown_activity_are_named_with_the_reason() -> None:
    told = explained("headline|saves|value")
    assert told.value == (35 - 30) + (38 - 40) + (9 - 8) + 50 + 12
    lines = " ".join(line(Wording()) for line in told.left_out)
    assert "1 note older than the opening note list but not in it" in lines
    assert "1 note not in the closing note list" in lines
    assert "1 note with no reading of saves at one end of the month" in lines
    assert "“笔记 2026-08-21 09:00:00” 2026-08-21 09:00" in lines


def test_a_number_by_notes_says_which_days_the_trends_lack() -> None:
    assert explained("headline|comments|value").left_out[0](Wording()) == (
        "Not by the daily trends: they lack 2026-10-31 for comments."
    )


def test_an_older_note_is_closing_less_opening_and_a_new_one_its_closing() -> None:
    old, new = (explained(f"notes|{day}|activity|saves") for day in ("2026-09-10 09:00:00", "2026-10-05 09:00:00"))
    assert [(cell.sign, cell.value, cell.file) for cell in old.cells] == [
        (1, 38, "2026-11-01.xlsx"),
        (-1, 40, "2026-10-01.xlsx"),
    ]
    assert [(cell.sign, cell.value) for cell in new.cells] == [(1, 50)]


def test_a_day_of_a_keyword_is_the_median_of_its_readings() -> None:
    day = explained("keywords|咖啡|days|2026-10-02|rank")
    assert (day.value, [cell.value for cell in day.cells]) == (4, [3, 5])
    assert explained("keywords|咖啡|days|2026-10-03|rank").value is None


def test_keywords_that_nobody_looked_for_are_left_out_of_the_index() -> None:
    told = explained("headline|search_visibility|value")
    assert [line(Wording()) for line in told.left_out] == ["Left out: keywords that nobody looked for: 茶."]
    assert [term.name for term in told.terms] == ["咖啡"]


def same(one: object, other: object) -> bool:
    if isinstance(one, tuple | list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, float) or isinstance(other, float):
        return one == pytest.approx(other, rel=1e-9, abs=1e-11)
    return one == other
