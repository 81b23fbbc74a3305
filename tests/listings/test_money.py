"""What the tables of advertising and of the two counts say: titles, cells and what they leave open."""

from __future__ import annotations

from dataclasses import replace

import pytest

from report_gen.figures import Listing
from report_gen.listings import paid_and_organic, reconciliation
from report_gen.report import Paid, Reconciliation, Share
from report_gen.story import Story
from report_gen.wording import MISSING
from tests.stories import story


def with_report(**changes: object) -> Story:
    told = story(2)
    return replace(told, reports=(*told.reports[:-1], told.report.model_copy(update=changes)))


def paid(*shares: Share, days: int = 28, organic_rate: float | None = 0.035) -> Listing | None:
    spent = Paid(spend=1234.56, days=days, notes=2, shares=shares, save_rate=0.02, organic_save_rate=organic_rate)
    return paid_and_organic.listing(with_report(paid=spent))


def present(made: Listing | None) -> Listing:
    assert made is not None
    return made


def share(metric: str, total: int, part: int) -> Share:
    return Share(metric=metric, total=total, paid=part, organic=total - part if part <= total else None)


IMPRESSIONS, SAVES = share("impressions", 10_000, 2000), share("saves", 300, 40)


@pytest.mark.parametrize(
    ("shares", "title"),
    [
        ((IMPRESSIONS, SAVES), "Advertising brought 13% of saves and 20% of impressions"),
        ((SAVES,), "Advertising brought 13% of saves"),
        ((IMPRESSIONS, share("saves", 30, 40)), "Advertising brought 20% of impressions"),
        ((share("views", 500, 100),), "What advertising brought"),
    ],
    ids=["both", "no impressions", "more saves paid than there were", "neither"],
)
def test_the_title_is_what_advertising_brought(shares: tuple[Share, ...], title: str) -> None:
    assert present(paid(*shares)).title == title


def test_saves_come_first_and_what_is_organic_says_that_it_is_approximate() -> None:
    made = present(paid(IMPRESSIONS, SAVES))
    shown = [tuple(line.cells[key] for key in ("figure", "total", "paid", "organic", "share")) for line in made.lines]
    assert shown[:2] == [
        ("Saves", "300", "40", "≈ 260", "13%"), ("Impressions", "10,000", "2,000", "≈ 8,000", "20%"),
    ]  # fmt: skip
    assert shown[2][0] == "Saves per impression"
    assert shown[2][2:] == ("2.0%", "≈ 3.5%", "")
    assert "approximately (≈)" in made.note


def test_what_is_unknown_is_a_dash_and_not_approximately_a_dash() -> None:
    made = present(paid(share("saves", 30, 40), organic_rate=None))
    assert [line.cells["organic"] for line in made.lines] == [MISSING, MISSING]
    assert made.lines[0].cells["share"] == MISSING


@pytest.mark.parametrize(("days", "end"), [(1, "¥1,235 spent on one day"), (28, "¥1,235 spent on 28 days")])
def test_the_subtitle_says_what_it_cost(days: int, end: str) -> None:
    assert present(paid(SAVES, days=days)).subtitle == f"Paid and organic in October: {end}"


def two(metric: str, daily: int, notes: int, **parts: int | None) -> Reconciliation:
    known = {"by_dates": 0, "by_notes": 0, "rest": daily - notes} | parts
    return Reconciliation(metric=metric, daily=daily, notes=notes, difference=daily - notes, **known)


def reconciled(*found: Reconciliation) -> Listing:
    return present(reconciliation.listing(with_report(reconciliation=found)))


@pytest.mark.parametrize(
    ("found", "title"),
    [
        ((two("saves", 1000, 1000),), "Daily trends and notes agree exactly"),
        ((two("saves", 1000, 999),), "Daily trends and notes agree within 1%"),
        ((two("saves", 1000, 986), two("views", 1000, 1000)), "Daily trends and notes agree within 1%"),
        ((two("saves", 1000, 980), two("views", 900, 1000)), "Daily trends and notes differ by up to 10% (Views)"),
        ((two("saves", 0, 0),), "Daily trends and notes agree exactly"),
    ],
    ids=["the same", "nearly the same", "rounded to one per cent", "the largest is named", "nothing at all"],
)
def test_the_title_says_how_well_both_agree(found: tuple[Reconciliation, ...], title: str) -> None:
    assert reconciled(*found).title == title


def test_each_part_of_a_difference_has_its_sign() -> None:
    (line,) = reconciled(two("saves", 1062, 1100, by_dates=-50, by_notes=9, rest=3)).lines
    cells = [line.cells[key] for key in ("daily", "notes", "difference", "by_dates", "by_notes", "rest")]
    assert cells == ["1,062", "1,100", "−38", "−50", "+9", "+3"]


def test_a_difference_that_could_not_be_split_shows_dashes() -> None:
    (line,) = reconciled(two("saves", 62, 68, by_dates=None, rest=None)).lines
    assert (line.cells["difference"], line.cells["by_dates"], line.cells["rest"]) == ("−6", MISSING, MISSING)


@pytest.mark.parametrize(("unread", "told"), [(0, False), (30, True)])
def test_notes_that_were_not_read_before_are_named_where_there_are_such(unread: int, told: bool) -> None:
    made = reconciled(two("saves", 62, 50, unread_at_most=unread))
    assert ("Notes that the opening list lacks" in made.note) == told
    assert made.table.rows[0][-1] == unread
