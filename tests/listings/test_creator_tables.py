"""Creators in tables: the month's, and those of six months together."""

from __future__ import annotations

import pytest

from report_gen.figures import Listing
from report_gen.listings import collaborations, creators
from report_gen.report import Creator
from report_gen.story import Story
from report_gen.wording import MISSING
from tests.stories import HOSTILE, VARIANTS, story
from tests.test_collaborations import creator, told


def present(made: Listing | None) -> Listing:
    assert made is not None
    return made


def october(*found: Creator) -> Story:
    return told({"2026-10": found})


def test_creators_stand_by_save_rate_and_not_by_followers() -> None:
    small, large = creator("small", followers=900, save_rate=0.03), creator("large", followers=900_000, save_rate=0.01)
    unknown = creator("unknown", save_rate=None)
    made = present(creators.listing(october(large, unknown, small)))
    assert [line.cells["creator"] for line in made.lines] == ["small", "large", "unknown"]


@pytest.mark.parametrize(
    ("found", "title"),
    [
        ((creator("A"), creator("B", saves=300)), "2 creators brought 500 saves at ¥2.00 each"),
        ((creator("A"), creator("B", fee=None, saves=300)), "2 creators brought 500 saves"),
        ((creator("A", saves=None),), "1 creator published for the brand in October"),
        ((creator("A", saves=0),), "1 creator brought 0 saves"),
    ],
    ids=["fees known", "a fee unknown", "saves unknown", "nothing saved"],
)
def test_the_title_says_what_was_kept_and_where_it_is_known_what_it_cost(
    found: tuple[Creator, ...], title: str
) -> None:
    assert present(creators.listing(october(*found))).title == title


def test_money_is_in_yuan_and_what_is_not_known_is_a_dash() -> None:
    known, unknown = creator("A"), creator("B", save_rate=0.01, fee=None, cost_per_save=None, flags=("no_fee",))
    made = present(creators.listing(october(known, unknown)))
    assert [(line.cells["fee"], line.cells["cost_per_save"]) for line in made.lines] == [
        ("¥500", "¥2.50"), (MISSING, MISSING),
    ]  # fmt: skip


def test_an_inflated_audience_is_said_in_words_and_explained() -> None:
    made = present(creators.listing(october(creator("A", tier="head", flags=("inflated_audience", "no_fee")))))
    assert made.lines[0].sub == "top KOL (头部) · audience looks inflated"
    assert "below a quarter" in made.note


def test_the_dotted_line_is_the_account_s_own_rate() -> None:
    of = october(creator("A", save_rate=0.03))
    made = present(creators.listing(of))
    own = of.report.value("save_rate") or 0
    mark = made.lines[0].mark
    assert mark is not None
    assert mark.at is not None
    assert made.goal == pytest.approx(mark.at * own / 0.03)


def test_several_months_stand_together_with_the_months_named() -> None:
    of = told(
        {"2026-07": (creator("A"),), "2026-10": (creator("A", saves=400), creator("B", save_rate=0.001, saves=10))}
    )
    made = present(collaborations.listing(of))
    assert made.title == "2 creators in 2 months: 610 saves for ¥1,500"
    assert made.subtitle == "Collaborations published in July and October, together"
    assert [line.cells["months"] for line in made.lines] == ["Jul, Oct", "Oct"]
    assert made.lines[0].cells["save_rate"] == "3.0%"


@pytest.mark.parametrize("made", [collaborations.listing(story(1)), creators.listing(story(creators=0))])
def test_there_is_no_table_without_its_data(made: Listing | None) -> None:
    assert made is None


def test_names_are_text() -> None:
    for made in (creators.listing(VARIANTS["hostile titles"]()), collaborations.listing(VARIANTS["hostile titles"]())):
        names = [line.cells["creator"] for line in present(made).lines]
        assert any("<img" in name for name in names)
        assert not any("\u202e" in name or "\n" in name for name in names)
        assert HOSTILE not in names
