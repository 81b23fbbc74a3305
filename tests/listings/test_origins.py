"""The Method page's table of how each headline number was made."""

from __future__ import annotations

import csv
import datetime as dt
import io
from dataclasses import replace

import pytest

from report_gen import templates
from report_gen.figures import Listing
from report_gen.listings import origins
from report_gen.report import Explanation, Headline, Origin
from report_gen.story import Story
from report_gen.wording import Wording
from report_gen.workspace import BUILT_IN_TEMPLATES
from tests.stories import HOSTILE, story

TRENDS = Origin(
    file="2026-10/近30日互动数据.xlsx",
    sheet="收藏趋势",
    column="B (数值)",
    rows="2–30",
    captured_on=dt.date(2026, 11, 2),
)
TABLE = Origin(file="ranks.csv", sheet="", column="C (rank)", rows="2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26")
MADE = {
    "saves": Explanation(formula="The sum of the days.", numbers={"days": 31}, origins=(TRENDS,)),
    "impressions": Explanation(formula="The sum of the days.", numbers={"days": 31}, origins=(TRENDS,)),
    "save_rate": Explanation(
        formula="Saves divided by impressions.",
        numbers={"saves": 4030, "impressions": 130000},
        origins=(TRENDS, TRENDS),
    ),
    "search_visibility": Explanation(
        formula="The mean of the keywords.",
        numbers={HOSTILE: 41.234},
        origins=(TABLE,),
        left_out=(f"Left out: {HOSTILE}.",),
    ),
}


def told(made: dict[str, Explanation] = MADE, **values: float | None) -> Story:
    base = story()
    headline = {**base.report.headline, **{name: Headline(value=value) for name, value in values.items()}}
    report = base.report.model_copy(update={"explanations": made, "headline": headline})
    return replace(base, reports=(*base.reports[:-1], report))


def listed(shown: Story | None = None) -> Listing:
    made = origins.listing(shown or told())
    assert made is not None
    return made


def cell(number: str, name: str) -> str:
    return next(line.cells[name] for line in listed().lines if line.cells["figure"] == number)


def test_a_report_without_explanations_has_no_table() -> None:
    assert origins.listing(told({})) is None


def test_every_explained_number_has_a_line_with_its_formula_and_what_went_in() -> None:
    assert [line.cells["figure"] for line in listed().lines] == [
        "Saves",
        "Impressions",
        "Save rate",
        "Search visibility",
    ]
    assert cell("Save rate", "made") == "Saves divided by impressions."
    assert cell("Save rate", "parts") == "saves 4,030 and impressions 130,000"
    assert cell("Saves", "parts") == "31 days"


def test_a_place_names_file_sheet_column_and_rows() -> None:
    assert cell("Saves", "read") == "2026-10/近30日互动数据.xlsx, sheet 收藏趋势, column B (数值), rows 2–30"


def test_many_rows_are_shortened_on_the_page_and_whole_in_the_download() -> None:
    assert cell("Search visibility", "read") == "ranks.csv, column C (rank), rows 2, 4, 6 … 26"
    rows = list(csv.DictReader(io.StringIO(listed().table.to_csv())))
    assert rows[3]["read"] == "ranks.csv, column C (rank), rows 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26"


def test_on_paper_a_rate_leaves_its_places_to_its_two_parts() -> None:
    assert cell("Save rate", "on_paper") == "as for saves and impressions"
    assert cell("Saves", "on_paper") == cell("Saves", "read")


def test_a_number_that_is_unknown_is_shown_as_such() -> None:
    made = listed(told(save_rate=None))
    assert next(line.cells["value"] for line in made.lines if line.cells["figure"] == "Save rate") == "–"


@pytest.mark.parametrize("medium", ["screen", "paper"])
def test_the_page_shows_every_number_and_escapes_what_exports_say(medium: str) -> None:
    w = Wording()
    names = {
        "name": "origins",
        "listing": listed(),
        "medium": medium,
        "csv_href": "data/origins.csv",
        "xlsx_href": "data/origins.xlsx",
        "w": w,
        "_": w.text,
    }
    html = templates.render((BUILT_IN_TEMPLATES,), "partials/origins.html", names)
    assert all(line.cells["figure"] in html for line in listed().lines)
    assert html.count("<details") == (4 if medium == "screen" else 0)
    assert "<script>" not in html
