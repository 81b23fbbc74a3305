"""What newer data would change in approved months, as a table: in words, the cause once, single notes counted."""

from __future__ import annotations

from dataclasses import replace

import pytest

from report_gen.figures import Listing
from report_gen.listings import restatements
from report_gen.report import Restatement
from report_gen.wording import MISSING
from tests.stories import story

LATE = "late.xlsx, captured 2026-12-02, is new since the approval (other values of 2026-10-31)."


def restated(number: str, was: object, would_be: object, month: str = "2026-10", why: str = LATE) -> Restatement:
    return Restatement.model_validate({"month": month, "number": number, "was": was, "would_be": would_be, "why": why})


def restating(*found: Restatement) -> Listing:
    made = restatements.listing(replace(story(), restatements=found))
    assert made is not None
    return made


@pytest.mark.parametrize(
    ("number", "was", "would_be", "said"),
    [
        ("headline.saves.value", 4030, 3953, ("Saves", "4,030", "3,953")),
        ("headline.save_rate.value", 0.03171, 0.03106, ("Save rate", "3.17%", "3.11%")),
        ("headline.search_visibility.value", 41.254, 41.3, ("Search visibility", "41.25", "41.30")),
        ("headline.saves.target", 900, 950, ("Saves, target", "900", "950")),
        ("pillars.Tea v. 2.0.share_of_saves", 0.2, None, ("Tea v. 2.0: Share of saves", "20.00%", MISSING)),
        ("coverage", "2026-10-01 to 2026-11-01", None, ("The month as a whole", "2026-10-01 to 2026-11-01", MISSING)),
    ],
)
def test_a_restatement_is_said_in_words(number: str, was: object, would_be: object, said: tuple[str, ...]) -> None:
    (line,) = restating(restated(number, was, would_be)).lines
    assert tuple(line.cells[key] for key in ("number", "was", "would_be")) == said
    assert line.cells["why"] == LATE


def test_numbers_of_single_notes_are_counted_and_stand_in_the_csv() -> None:
    found = [restated(f"notes.{n}.activity.saves", n, n + 1) for n in range(30)]
    made = restating(*found, restated("headline.saves.value", 1, 2), restated("formats.image.interval.low", 0.1, 0.2))
    assert [line.cells["number"] for line in made.lines] == ["Saves"]
    assert made.note == "And 31 numbers of single notes, keywords and intervals; the CSV has them."
    assert len(made.table.rows) == 32
    assert made.title == "Newer data would change 32 approved numbers of October 2026"


def test_where_only_single_notes_are_restated_the_first_are_shown() -> None:
    made = restating(*(restated(f"notes.{n}.activity.saves", n, n + 1) for n in range(7)))
    assert len(made.lines) == 5
    assert made.note == "And 2 numbers of single notes, keywords and intervals; the CSV has them."


def test_the_month_is_named_where_it_is_another_one() -> None:
    own = restating(restated("headline.saves.value", 1, 2))
    other = restating(restated("headline.saves.value", 1, 2, "2026-09"), restated("headline.views.value", 1, 2))
    assert [column.key for column in own.shown] == ["number", "was", "would_be", "why"]
    assert [column.key for column in other.shown] == ["number", "month", "was", "would_be", "why"]
    assert other.title == "Newer data would change 2 approved numbers of September 2026 and October 2026"


def test_a_cause_is_said_once_for_the_lines_that_share_it() -> None:
    causes = [(LATE, LATE), (LATE, "the same"), ("client.yml has changed (pillars).",) * 2]
    made = restating(*(restated(f"headline.{n}.value", 1, 2, why=why) for n, (why, _) in enumerate(causes)))
    assert [line.cells["why"] for line in made.lines] == [said for _, said in causes]


def test_without_restatements_there_is_no_table() -> None:
    assert restatements.listing(story()) is None
