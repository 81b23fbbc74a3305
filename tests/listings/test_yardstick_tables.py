"""The two tables of yardsticks: what a number is held against, and how that is said."""

from __future__ import annotations

from dataclasses import replace

import pytest

from report_gen.figures import Listing
from report_gen.listings import save_rate_yardsticks, yardsticks
from report_gen.report import Band, Headline, Note, Report, Usual
from report_gen.story import Story
from tests.stories import HOSTILE, VARIANTS, story

IMAGE = Band(metric="save_rate", format="image", low=0.01, good=0.03, source="trade press 2026")
USUAL = Usual(median=0.025, low=0.021, high=0.031, months=4)


def with_report(told: Story, **changes: object) -> Story:
    return replace(told, reports=(*told.reports[:-1], told.report.model_copy(update=changes)))


def rate(value: float, **more: object) -> Headline:
    return Headline(value=value, **more)  # type: ignore[arg-type]


def with_headline(**numbers: Headline) -> Story:
    """The month with these headline numbers only."""
    return with_report(story(), headline=numbers, formats=())


def all_numbers(told: Story) -> Listing:
    made = yardsticks.listing(told)
    assert made is not None
    return made


def save_rates(told: Story) -> Listing:
    made = save_rate_yardsticks.listing(told)
    assert made is not None
    return made


def cells(made: Listing, line: int = 0) -> tuple[str, ...]:
    return tuple(made.lines[line].cells[column.key] for column in made.shown)


def test_save_rate_stands_first_and_context_only_in_the_csv() -> None:
    made = all_numbers(story())
    names = [line.cells["number"] for line in made.lines]
    assert names[0] == "Save rate"
    assert "Impressions" not in names
    assert "impressions" in {made.raw(n, "metric") for n in range(len(made.table.rows))}


def test_context_with_a_target_of_its_own_is_on_the_page() -> None:
    made = all_numbers(with_headline(save_rate=rate(0.02, usual=USUAL), likes=rate(9, target=8, status="met")))
    assert [line.cells["number"] for line in made.lines] == ["Save rate", "Likes"]


def test_saves_per_impression_is_not_told_twice_unless_somebody_asks_for_it() -> None:
    twin = {"definitions": {"save_rate": "saves / impressions", "saves_per_impression": "saves / impressions"}}
    told = with_report(story(), **twin)
    assert "saves_per_impression" not in [line[1] for line in all_numbers(told).table.rows]
    asked = with_report(told, benchmarks=(IMAGE.model_copy(update={"metric": "saves_per_impression", "format": None}),))
    assert "saves_per_impression" in [line[1] for line in all_numbers(asked).table.rows]


@pytest.mark.parametrize(
    ("number", "said"),
    [
        pytest.param(rate(0.026, target=0.025, status="met", usual=USUAL, standing="within"),
                     ("Save rate", "2.6%", "2.5%", "2.1% to 3.1%", "target met"), id="by its target first"),
        pytest.param(rate(0.02, target=0.025, status="missed", usual=None),
                     ("Save rate", "2.0%", "2.5%", "target missed"), id="a target and no history"),
        pytest.param(rate(0.04, usual=USUAL, standing="above"),
                     ("Save rate", "4.0%", "2.1% to 3.1%", "above usual"), id="by its history"),
        pytest.param(rate(0.0312, usual=USUAL, standing="above"),
                     ("Save rate", "3.12%", "2.10% to 3.10%", "above usual"), id="above by less than a digit"),
        pytest.param(rate(0.031, usual=USUAL, standing="within"),
                     ("Save rate", "3.1%", "2.1% to 3.1%", "as usual"), id="at the end of the range"),
    ],
)  # fmt: skip
def test_how_a_number_stands(number: Headline, said: tuple[str, ...]) -> None:
    """A column only for a yardstick that there is."""
    assert cells(all_numbers(with_headline(save_rate=number))) == said


@pytest.mark.parametrize(
    ("metric", "value", "usual"),
    [
        ("saves", "3,126", "2,000 to 4,000"),
        ("search_visibility", "3,126.0", "2,000.0 to 4,000.0"),
        ("new_kind", "3,126", "2,000 to 4,000"),
    ],
)
def test_each_kind_of_number_is_written_its_own_way(metric: str, value: str, usual: str) -> None:
    found = Headline(value=3126, usual=Usual(median=3000, low=2000, high=4000, months=6), standing="within")
    made = all_numbers(with_headline(**{metric: found}))
    assert (made.lines[0].cells["value"], made.lines[0].cells["usual"]) == (value, usual)


@pytest.mark.parametrize(
    ("found_statuses", "title"),
    [
        pytest.param(
            ("met", "missed", "within", "above"), "1 of 2 targets met, 1 of 2 other numbers as usual", id="both"
        ),
        pytest.param(("met",), "1 of 1 target met", id="targets only"),
        pytest.param(("within", "below", "above"), "1 of 3 numbers as usual", id="history only"),
        pytest.param(("within", "missed"), "0 of 1 target met, 1 of 1 other number as usual", id="one each"),
    ],
)
def test_the_title_counts_targets_first(found_statuses: tuple[str, ...], title: str) -> None:
    metrics = ("save_rate", "saves", "comments", "click_throughs")
    numbers = {
        metric: Headline(value=1, target=1, status=found)  # type: ignore[arg-type]
        if found in ("met", "missed")
        else Headline(value=1, usual=USUAL, standing=found)  # type: ignore[arg-type]
        for metric, found in zip(metrics, found_statuses, strict=False)
    }
    assert all_numbers(with_headline(**numbers)).title == title


def test_chance_is_named_with_a_history() -> None:
    """Of five equally likely values two are the highest or the lowest: 40 %."""
    made = all_numbers(with_headline(save_rate=rate(0.02, usual=USUAL, standing="below")))
    assert made.note == (
        "Usual: lowest to highest of the 4 months before. A month that is no different lies outside 40% of the time by chance."
    )


# -- bands from outside


@pytest.mark.parametrize(
    ("low", "good", "said"),
    [(0.01, 0.03, "1.0% to 3.0%"), (None, 0.03, "good from 3.0%"), (0.01, None, "low under 1.0%")],
)
def test_a_band_is_called_unofficial_and_names_its_source(low: float | None, good: float | None, said: str) -> None:
    band = IMAGE.model_copy(update={"low": low, "good": good})
    made = save_rates(with_report(story(), benchmarks=(band,)))
    by_name = {line.cells["number"]: line.cells["band_low"] for line in made.lines}
    assert by_name["Image notes"] == said
    assert next(column.label for column in made.shown if column.key == "band_low") == "Unofficial band"
    assert made.note.endswith("Unofficial, not audited: trade press 2026.")


def test_a_band_is_held_against_its_own_format_only() -> None:
    made = save_rates(with_report(story(), benchmarks=(IMAGE,)))
    assert {line.cells["number"]: line.cells["band_low"] for line in made.lines} == {
        "Save rate": "–", "Image notes": "1.0% to 3.0%", "Videos": "–",
    }  # fmt: skip
    assert "band_low" not in [column.key for column in all_numbers(with_report(story(), benchmarks=(IMAGE,))).shown]


def test_a_band_is_no_target() -> None:
    """A rate far below a band from outside still stands by the client's own history."""
    lofty = IMAGE.model_copy(update={"low": 0.5, "good": 0.9})
    of_images = {c.name: c.standing for c in story().report.formats}["image"]
    made = save_rates(with_report(story(), benchmarks=(lofty,)))
    words = {"above": "above usual", "within": "as usual", "below": "below usual"}
    assert of_images is not None
    assert made.lines[1].cells["status"] == words[of_images]


def test_two_bands_on_one_rate_are_two_rows_and_counted_once() -> None:
    both = tuple(
        Band(metric="save_rate", format=None, low=low, good=None, source=source)
        for low, source in ((0.01, "a"), (0.02, "b"))
    )
    made = all_numbers(with_report(with_headline(save_rate=rate(0.03, target=0.02, status="met")), benchmarks=both))
    assert [line.cells["band_low"] for line in made.lines] == ["low under 1.0%", "low under 2.0%"]
    assert made.title == "1 of 1 target met"
    assert made.note == "Unofficial, not audited: a and b."


def test_only_bands_leave_a_title_without_a_verdict() -> None:
    band = Band(metric="save_rate", format=None, low=0.01, good=None, source="a")
    told = with_report(with_headline(save_rate=rate(0.03)), benchmarks=(band,))
    assert all_numbers(told).title == "Numbers beside bands from outside"
    assert save_rates(told).title == "Save rate beside its yardsticks"


def test_a_hostile_source_stays_text() -> None:
    band = IMAGE.model_copy(update={"source": HOSTILE})
    made = save_rates(with_report(story(), benchmarks=(band,)))
    assert "\u202e" not in made.note
    assert not any(str(cell).startswith("=") for row in made.table.rows for cell in row)


# -- none


@pytest.mark.parametrize("listing", [yardsticks.listing, save_rate_yardsticks.listing])
@pytest.mark.parametrize(
    "told",
    [
        pytest.param(VARIANTS["partial month"](), id="a partial month"),
        pytest.param(story(1, targets=False), id="no target, no history, no band"),
        pytest.param(VARIANTS["nothing known"](), id="no value"),
    ],
)
def test_without_a_value_and_a_yardstick_there_is_no_table(listing: object, told: Story) -> None:
    assert listing(told) is None  # type: ignore[operator]


@pytest.mark.parametrize(
    ("status", "standing", "title"),
    [
        ("met", "below", "Save rate meets its target of 2.0%"), ("missed", "above", "Save rate misses its target of 2.0%"),
        (None, "within", "Save rate is within its usual range"),
    ],
)  # fmt: skip
def test_the_save_rates_title_says_how_it_stands(status: str | None, standing: str, title: str) -> None:
    number = Headline(value=0.02, target=0.02 if status else None, status=status, usual=USUAL, standing=standing)  # type: ignore[arg-type]
    assert save_rates(with_headline(save_rate=number)).title == title


@pytest.mark.parametrize(("count", "place"), [(9, "above"), (1, "below"), (0, "chance")])
def test_outside_of_the_range_is_said_only_beyond_chance_against_every_month_of_it(count: int, place: str) -> None:
    """Twenty notes a month, each saved by 3 or 4 of a hundred; this month all by as many as said, or two of them by 10."""
    told = story(5, targets=False)
    usual, last = [3 + n % 2 for n in range(20)], [count] * 20 if count else [10, 10, *[3 + n % 2 for n in range(18)]]
    *before, now = (_saving(r, counts) for r, counts in zip(told.reports, [usual] * 4 + [last], strict=True))
    linked = {"previous": 0.035, "previous_basis": "snapshots", "significant": count > 0}
    held = {"usual": USUAL, "standing": "below" if count == 1 else "above"}
    number = now.headline["save_rate"].model_copy(update=linked | held)
    now = now.model_copy(update={"headline": {"save_rate": number}})
    assert (
        save_rates(replace(told, reports=(*before, now))).title
        == {
            "above": "Save rate is above its usual range",
            "below": "Save rate is below its usual range",
            "chance": "Save rate is outside its usual range, which could be chance",
        }[place]
    )


def _saving(report: Report, saves: list[int]) -> Report:
    """The month with notes that earned these saves from a hundred impressions each."""
    notes = tuple(
        Note(key=f"n{n}", title="", published_at="2026-01-02T09:00:00+08:00", format="image", pillar=None,
             activity={"saves": count, "impressions": 100}, lifetime={}, save_rate=None, interval=None,
             adjusted_save_rate=None)
        for n, count in enumerate(saves)
    )  # fmt: skip
    whole = {"save_rate": Headline(value=sum(saves) / 2000, basis="snapshots")}
    coverage = report.coverage.model_copy(update={"first_month": False})
    return report.model_copy(update={"notes": notes, "headline": whole, "formats": (), "coverage": coverage})


@pytest.mark.parametrize(("status", "value"), [("met", 0.026), ("missed", 0.024)])
@pytest.mark.parametrize(("reach", "chance"), [(0.002, True), (0.0005, False)])
def test_a_target_within_the_interval_could_be_met_or_missed_by_chance(
    status: str, value: float, reach: float, chance: bool
) -> None:
    number = rate(value, target=0.025, status=status, interval=(value - reach, value + reach))
    made = save_rates(with_headline(save_rate=number))
    assert made.title == f"Save rate {'meets' if status == 'met' else 'misses'} its target of 2.5%"
    assert made.note.startswith("The target lies within the interval: to meet or miss it could be chance.") is chance


def test_the_csv_has_every_yardstick_unrounded() -> None:
    told = with_report(story(), benchmarks=(IMAGE,))
    report: Report = told.report
    made, image = save_rates(told), next(g for g in report.formats if g.name == "image")
    row = next(n for n in range(len(made.table.rows)) if made.raw(n, "format") == "image")
    assert image.usual is not None
    assert [made.raw(row, key) for key in ("value", "usual", "usual_low", "usual_high", "usual_months")] == [
        image.save_rate, image.usual.median, image.usual.low, image.usual.high, image.usual.months,
    ]  # fmt: skip
    assert [made.raw(row, key) for key in ("band_low", "band_good", "band_source")] == [0.01, 0.03, "trade press 2026"]
