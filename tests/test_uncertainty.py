"""Intervals cover, and months without change are left alone, on accounts of all sizes; the usual formulas don't do either."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pytest

from tests.uncertainty_study import DOCS, POPULATIONS, SIZES, Outcome, account, share, study, written

Group = Callable[[Outcome], bool]
EVERY: dict[str, Group] = {
    "all": lambda _: True,
    **{f"{size} notes": lambda o, size=size: o.notes == size for size in SIZES},  # type: ignore[misc]
    **{p.name: lambda o, name=p.name: o.population == name for p in POPULATIONS},  # type: ignore[misc]
}


@pytest.fixture(scope="module")
def outcomes() -> tuple[Outcome, ...]:
    found = study()
    assert len(found) >= 2000
    return found


@pytest.fixture
def of(request: pytest.FixtureRequest, outcomes: Sequence[Outcome]) -> list[Outcome]:
    return [outcome for outcome in outcomes if EVERY[request.param](outcome)]


every_group = pytest.mark.parametrize("of", EVERY, indirect=True)


@every_group
def test_intervals_cover_93_to_97_in_100(of: list[Outcome]) -> None:
    assert 0.93 <= share(o.covers for o in of) <= 0.97


@every_group
def test_at_most_6_in_100_months_without_change_are_called_significant(of: list[Outcome]) -> None:
    assert share(o.alarm for o in of) <= 0.06


@every_group
def test_the_binomial_interval_and_the_z_test_fail_badly(of: list[Outcome]) -> None:
    assert share(o.binomial_covers for o in of) < 0.65
    assert share(o.proportions_alarm for o in of) > 0.35


def test_what_the_page_says_of_the_usual_formulas_is_so(outcomes: tuple[Outcome, ...]) -> None:
    """“About one time in four”, “in seven of ten months”."""
    assert share(o.binomial_covers for o in outcomes) == pytest.approx(0.25, abs=0.03)
    assert share(o.proportions_alarm for o in outcomes) == pytest.approx(0.7, abs=0.03)


def test_large_changes_are_seen_by_accounts_with_many_notes(outcomes: tuple[Outcome, ...]) -> None:
    """And by more accounts the more notes there are, and the larger the change."""
    seen = [[share(o.seen[lift] for o in outcomes if o.notes == size) for size in SIZES] for lift in (0, 1)]
    assert all(row == sorted(row) for row in seen)
    assert all(small < large for small, large in zip(*seen, strict=True))
    assert seen[1][-1] > 0.95
    assert seen[1][2] > 0.6


@pytest.mark.parametrize("population", POPULATIONS, ids=lambda p: p.name)
def test_the_study_s_truth_is_what_its_accounts_save_in_the_long_run(population: object) -> None:
    """The closed form against a quarter of a million notes of either month: within four standard errors."""
    made = account(np.random.default_rng(1), population, 250_000)  # type: ignore[arg-type]
    for saves, shown in (made.before, made.now):
        known = ~np.isnan(shown)
        s, m = saves[known], shown[known]
        error = np.sqrt(((s - made.truth * m) ** 2).sum()) / m.sum()
        assert abs(s.sum() / m.sum() - made.truth) < 4 * error


def test_the_page_shows_what_the_study_gives(outcomes: tuple[Outcome, ...]) -> None:
    text = DOCS.read_text("utf-8")
    assert text.count("| --- |") == 2
    assert written(text, outcomes) == text, "run: python -m tests.uncertainty_study --write"
