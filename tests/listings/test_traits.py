"""The table of traits, and what the notes' ranking is held beside."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from report_gen import templates
from report_gen.figures import Listing
from report_gen.listings import top_notes, traits
from report_gen.report import Finding
from report_gen.story import Story
from report_gen.wording import Wording
from tests.moved import given, last
from tests.stories import VARIANTS, story

TEMPLATES = (Path(__file__).parents[2] / "site_templates",)


def of_traits(of: Story) -> Listing:
    found = traits.listing(of)
    assert found
    return found


def test_each_trait_has_its_notes_saves_and_rate() -> None:
    of = story()
    guides = [note for note in of.report.notes if "guide" in note.traits]
    saves, shown = (sum(note.activity[metric] or 0 for note in guides) for metric in ("saves", "impressions"))
    row = next(row for row in of_traits(of).table.rows if row[0] == "Guides")
    assert row[1] == pytest.approx(saves / shown)
    assert row[4:6] == (len(guides), saves)


def test_the_highest_rate_comes_first_and_every_interval_is_drawn() -> None:
    found = of_traits(story())
    rates = [row[1] for row in found.table.rows]
    assert rates == sorted(rates, key=lambda rate: -(rate if isinstance(rate, float) else 0))
    for line, row in zip(found.lines, found.table.rows, strict=True):
        assert line.mark
        assert (line.mark.low is None) == (row[2] is None)


def test_what_months_together_tell_is_not_denied_for_want_of_one() -> None:
    of = story()
    groups = tuple(
        of.report.traits[0].model_copy(update={"name": name, "save_rate": rate, "interval": (0.01, 0.05)})
        for name, rate in (("guide", 0.04), ("local", 0.015))
    )
    effect = Finding(id="trait_effect:guide", section="saves", importance=0.7, evidence={}, text={"en": "."})
    told = last(of, of.report.model_copy(update={"traits": groups, "insights": (effect,)}))
    assert of_traits(told).title == "No trait clearly ahead in October alone: Guides 4.0%, Local 1.5%"


@pytest.mark.parametrize(
    ("highs", "said"),
    [
        ((0.05, 0.02), "Guides at 4.0%, Local at 1.5%: beyond chance"),
        ((0.05, 0.04), "No trait clearly ahead: Guides 4.0%, Local 1.5%"),
    ],
    ids=["intervals apart", "intervals that touch"],
)  # fmt: skip
def test_a_trait_leads_only_where_intervals_leave_no_doubt(highs: tuple[float, float], said: str) -> None:
    of = story()
    groups = tuple(
        of.report.traits[0].model_copy(update={"name": name, "save_rate": rate, "interval": (low, high)})
        for name, rate, low, high in (("guide", 0.04, 0.03, highs[0]), ("local", 0.015, 0.01, highs[1]))
    )
    assert of_traits(last(of, of.report.model_copy(update={"traits": groups}))).title == said


@pytest.mark.parametrize(
    ("verdict", "said"),
    [(True, "Beyond chance since September"), (False, "No change since September is beyond chance."), (None, "")],
)
def test_what_moved_is_said_only_beyond_chance(verdict: bool | None, said: str) -> None:
    note = of_traits(given(story(), verdict)).note
    assert (said in note) if said else ("beyond chance" not in note.lower())


def test_the_clients_own_names_stand_in_its_language() -> None:
    of = replace(story(), wording=Wording("zh", {"guide": "干货攻略"}))
    assert "干货攻略" in [row[0] for row in of_traits(of).table.rows]


def test_a_first_month_has_no_month_before_and_without_data_there_is_no_table() -> None:
    first = of_traits(story(1))
    assert "previous_save_rate" not in [column.key for column in first.shown]
    assert "Hollow" not in first.note
    assert traits.listing(VARIANTS["nothing known"]()) is None


def test_the_ranking_stands_beside_the_rate_of_all_notes() -> None:
    of = story()
    found = top_notes.listing(of)
    assert found
    rate = of.report.value("save_rate")
    assert rate
    assert found.middle == pytest.approx(rate / _scale(found))
    assert found.note.startswith(f"Grey line: all notes, {100 * rate:.1f}%.")


def _scale(found: Listing) -> float:
    """The rate at the right end of the scale, by the first line's own rate and place."""
    column = [column.key for column in found.table.columns].index("adjusted_save_rate")
    rate, mark = found.table.rows[0][column], found.lines[0].mark
    assert isinstance(rate, float)
    assert mark
    assert mark.at
    return rate / mark.at


@pytest.mark.parametrize("medium", ["screen", "paper"])
def test_the_grey_line_is_drawn_in_every_row(medium: str) -> None:
    of, w = story(), story().wording
    listing = top_notes.listing(of)
    names = {
        "name": "top_notes",
        "listing": listing,
        "medium": medium,
        "csv_href": "x.csv",
        "xlsx_href": "x.xlsx",
        "w": w,
        "_": w.text,
        "_n": w.plural,
    }
    page = templates.render(TEMPLATES, "partials/listing.html", names)
    assert page.count("rg-goal is-middle") == 10
