"""What a note is about: its pillar and traits, from the analyst's tags or else from its title.

In notes.csv a note's traits stand in one cell, as `guide; local`; a hyphen says that it has none, whatever its title holds.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from report_gen.config import ClientConfig

_BETWEEN = re.compile("[;；,，、|]")
_NONE = ("-", "–", "—", "无", "none")


@dataclass(frozen=True)
class Topics:
    """`pillar` is None where neither a tag nor the title says; a note may have several traits."""

    pillar: str | None
    traits: tuple[str, ...]


def topics(title: str, tag: Mapping[str, str], config: ClientConfig) -> Topics:
    """A tag in notes.csv overrules; else the first pillar in the order of client.yml, one of whose words the title holds."""
    folded = fold(title)
    matched = next((p.name for p in config.pillars if _holds(folded, p.match)), None)
    traits = _listed(tag["traits"]) if tag.get("traits") else _matched(folded, config)
    return Topics(tag.get("pillar") or matched, traits)


def _matched(folded: str, config: ClientConfig) -> tuple[str, ...]:
    return tuple(name for name, words in config.all_traits.items() if _holds(folded, words))


def _listed(cell: str) -> tuple[str, ...]:
    names = (name.strip() for name in _BETWEEN.split(cell))
    return tuple(dict.fromkeys(name for name in names if name and name not in _NONE))


@cache
def fold(text: str) -> str:
    """Full-width and upper-case letters match their plain forms."""
    return unicodedata.normalize("NFKC", text).casefold().strip()


def _holds(folded: str, words: tuple[str, ...]) -> bool:
    return any(fold(word) in folded for word in words)
