"""A change of rate splits exactly into each group's own change and the change of the mix."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report_gen.contribution import Parts, contributions

whole = st.floats(1, 1e6)
group = st.tuples(st.floats(0, 1), whole).map(lambda pair: (pair[0] * pair[1], pair[1]))
month = st.dictionaries(st.sampled_from("abcdef"), group, min_size=1)


@given(month, month)
def test_contributions_add_up_to_the_change(now: dict[str, Parts], before: dict[str, Parts]) -> None:
    rates = [sum(part for part, _ in m.values()) / sum(whole for _, whole in m.values()) for m in (now, before)]
    assert sum(c.total for c in contributions(now, before)) == pytest.approx(rates[0] - rates[1], abs=1e-9)


def test_where_only_the_mix_moved_no_group_moved() -> None:
    found = contributions({"good": (60, 1000), "weak": (20, 1000)}, {"good": (30, 500), "weak": (30, 1500)})
    assert [(c.name, round(c.rate, 9), round(c.mix, 9)) for c in found] == [("good", 0, 0.00625), ("weak", 0, 0.00375)]


def test_where_only_a_rate_moved_the_mix_did_not() -> None:
    found = contributions({"good": (80, 1000), "weak": (20, 1000)}, {"good": (60, 1000), "weak": (20, 1000)})
    assert [(c.name, round(c.rate, 9), round(c.mix, 9)) for c in found] == [("good", 0.01, 0), ("weak", 0, 0)]


def test_a_group_of_one_month_only_is_all_mix() -> None:
    found = {c.name: c for c in contributions({"new": (50, 1000), "old": (20, 1000)}, {"old": (20, 1000)})}
    assert found["new"].rate == 0
    assert found["new"].mix == pytest.approx(0.5 * (0.05 - (0.035 + 0.02) / 2))


def test_without_a_whole_there_is_nothing_to_split() -> None:
    assert contributions({"a": (0, 0)}, {"a": (1, 10)}) == ()
