"""Holm's procedure over a month's claims: facts always stand, claims only beyond what so many looks would find by chance."""

from __future__ import annotations

from report_gen.insights import beyond_chance
from report_gen.report import Finding


def claim(id_: str, p: float | None) -> Finding:
    return Finding(id=id_, section="saves", importance=0.5, evidence={}, text={"en": id_}, p=p)


def stand(*found: Finding, rules: int = 10) -> set[str]:
    return {f.id for f in beyond_chance(found, rules)}


def test_a_fact_needs_no_chance() -> None:
    assert stand(claim("target", None)) == {"target"}


def test_a_claim_must_beat_the_level_of_all_rules_that_looked() -> None:
    assert stand(claim("a", 0.006)) == set()
    assert stand(claim("a", 0.005)) == {"a"}


def test_each_claim_that_stands_makes_the_next_level_wider() -> None:
    assert stand(claim("a", 0.001), claim("b", 0.0055)) == {"a", "b"}  # 0.05 / 9
    assert stand(claim("a", 0.006), claim("b", 0.0055)) == set()


def test_subjects_of_one_rule_share_its_level() -> None:
    assert stand(claim("a:x", 0.001), claim("a:y", 0.004), claim("a:z", 0.03)) == {"a:x", "a:y"}
