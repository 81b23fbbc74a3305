"""Creators in tables: tiers, flags and costs in words."""

from __future__ import annotations

from collections.abc import Iterable

from report_gen import escape
from report_gen.wording import Wording


def name(w: Wording, creator: str) -> str:
    return escape.clean(creator) or w.text("Unnamed creator")


def tier_word(w: Wording, tier: str | None) -> str:
    """The tier as agencies speak; the platform has no scale of its own."""
    words = {"koc": w.text("KOC (素人)"), "mid": w.text("mid-tier KOL (腰部)"), "head": w.text("top KOL (头部)")}
    return words.get(tier or "", "")


def flag_words(w: Wording, flags: Iterable[str]) -> str:
    """What is special about a collaboration, in words; a flag without words stays out of sight, the CSV has it."""
    words = {"inflated_audience": w.text("audience looks inflated")}
    return w.enumerated(words[flag] for flag in flags if flag in words)


def under(w: Wording, tier: str | None, flags: Iterable[str]) -> str:
    """The line under a creator's name."""
    return " · ".join(part for part in (tier_word(w, tier), flag_words(w, flags)) if part)
