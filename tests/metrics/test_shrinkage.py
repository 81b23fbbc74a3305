"""Notes are ranked by rates drawn towards their format's mean: 3 saves of 40 impressions never top a list."""

from __future__ import annotations

import numpy as np
import pytest

from report_gen.listings import top_notes
from report_gen.months import reports
from report_gen.report import Note, Report
from report_gen.statistics import fit_prior
from report_gen.story import Story
from tests.by_hand import config, note_list, tables

TINY = "2026-10-20 12:00:00"
Shown = tuple[float, float]  # saves and impressions


def october(notes: dict[str, dict[str, float]], format_: str = "image") -> Report:
    """A month of these notes, all published in it."""
    return reports(tables([note_list("2026-11-01", notes, format_=format_)]), config(), "client-x")[-1]


def listed(*notes: Shown, tiny: dict[str, float] | None = None) -> dict[str, dict[str, float]]:
    """Notes by the moment of publication, a minute apart; `tiny` are the counters of one more, TINY."""
    counters = [{"saves": s, "impressions": m, "views": m / 5} for s, m in notes]
    moments = [f"2026-10-10 {place // 60:02d}:{place % 60:02d}:00" for place in range(len(notes))]
    return dict(zip(moments, counters, strict=True)) | ({TINY: tiny} if tiny else {})


def account(seed: int, notes: int, spread: float, rate: float = 0.03, reach: float = 1500) -> list[Shown]:
    """Lognormal reach, beta-distributed rates: what an account's notes look like."""
    rng = np.random.default_rng(seed)
    shown = rng.poisson(reach * np.exp(rng.standard_normal(notes))) + 1
    strength = (1 - rate) / (rate * spread**2) - 1
    saves = rng.binomial(shown, rng.beta(rate * strength, (1 - rate) * strength, notes))
    return list(zip(saves.astype(float), shown.astype(float), strict=True))


def best(report: Report) -> str:
    """The key of the first line of Top notes."""
    made = top_notes.listing(Story((report,)))
    assert made
    order = [column.key for column in made.table.columns]
    return str(made.table.rows[0][order.index("key")])


def note(report: Report, key: str = TINY) -> Note:
    return next(n for n in report.notes if n.key == key)


THREE_OF_FORTY = {"saves": 3.0, "impressions": 40.0, "views": 12.0}


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("notes", [20, 60])
@pytest.mark.parametrize("spread", [0.4, 0.8])
def test_three_saves_of_forty_never_top_the_list(seed: int, notes: int, spread: float) -> None:
    """Though 7.5 % is the highest rate of all, or nearly so: it says little, and is drawn most of the way to the mean."""
    report = october(listed(*account(seed, notes, spread), tiny=THREE_OF_FORTY))
    tiny = note(report)
    assert tiny.save_rate == 0.075
    assert tiny.adjusted_save_rate is not None
    assert tiny.adjusted_save_rate < 0.065
    assert best(report) != TINY
    assert best(report) == max(report.notes, key=lambda n: n.adjusted_save_rate or 0).key


@pytest.mark.parametrize(("rate", "viral"), [(0.09, True), (0.01, False)], ids=["kept by many", "kept by few"])
def test_one_viral_note_makes_no_tiny_note_the_best(rate: float, viral: bool) -> None:
    """200,000 impressions of one note are nearly all of the mean; the rest of the notes still say how much notes differ."""
    notes = [(rate * 200_000, 200_000.0), *account(1, 30, 0.4)]
    report = october(listed(*notes, tiny=THREE_OF_FORTY))
    assert best(report) != TINY
    assert (best(report) == "2026-10-10 00:00:00") is viral


def test_a_note_that_many_saw_keeps_its_own_rate() -> None:
    report = october(listed(*account(2, 40, 0.6), (5000, 100_000)))
    large = note(report, "2026-10-10 00:40:00")
    assert large.adjusted_save_rate == pytest.approx(0.05, rel=0.02)


def test_two_notes_of_one_rate_are_ranked_by_what_they_met() -> None:
    report = october(listed(*account(3, 40, 0.6), (600, 10_000), tiny={"saves": 3.0, "impressions": 50.0}))
    assert best(report) != TINY
    assert (note(report, "2026-10-10 00:40:00").adjusted_save_rate or 0) > (note(report).adjusted_save_rate or 1)


@pytest.mark.parametrize(
    "notes",
    [
        pytest.param([(0.0, 800.0 + n) for n in range(12)], id="no note earned a save"),
        pytest.param([(30.0, 1000.0)], id="one note"),
        pytest.param([(0.0, 0.0)] * 6, id="nobody was shown anything"),
    ],
)
def test_with_nothing_to_learn_from_no_rate_is_adjusted_and_nothing_ranked(notes: list[Shown]) -> None:
    report = october(listed(*notes))
    assert {n.adjusted_save_rate for n in report.notes} == {None}
    assert {n.interval for n in report.notes} == {None}
    assert top_notes.listing(Story((report,))) is None


def test_a_video_seen_in_autoplay_is_neither_ranked_nor_learnt_from() -> None:
    """With 126 views of 40 impressions nobody knows what its 30 saves are a part of."""
    videos = account(4, 20, 0.4)
    autoplay = {"saves": 30.0, "impressions": 40.0, "views": 126.0}
    report = october(listed(*videos, tiny=autoplay), format_="video")
    without = october(listed(*videos), format_="video")
    assert "views_exceed_impressions" in note(report).flags
    assert best(report) != TINY
    key = without.notes[0].key
    assert note(report, key).adjusted_save_rate == note(without, key).adjusted_save_rate


def test_saves_without_impressions_have_no_rate() -> None:
    report = october(listed(*account(5, 20, 0.4), tiny={"saves": 3.0, "impressions": 0.0, "views": 126.0}), "video")
    assert (note(report).save_rate, note(report).adjusted_save_rate) == (None, None)


@pytest.mark.parametrize(
    ("parts", "wholes"),
    [([0, 0, 0], [10, 20, 30]), ([10, 20], [10, 20]), ([3], [40]), ([], []), ([5, 5], [0, 0])],
    ids=["no saves", "all saves", "one note", "none", "nothing shown"],
)
def test_no_prior_is_learnt_from_nothing(parts: list[float], wholes: list[float]) -> None:
    assert fit_prior(np.array(parts, dtype=float), np.array(wholes, dtype=float)) is None
