"""What a note is about: its pillar and traits, from the analyst's tags or else from its title."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from report_gen.config import ClientConfig


@dataclass(frozen=True)
class Topics:
    """`pillar` is None where neither a tag nor the title says; a note may have several traits."""

    pillar: str | None
    traits: tuple[str, ...]


def topics(title: str, tag: Mapping[str, str], config: ClientConfig) -> Topics:
    """A tag in notes.csv overrules; else the first pillar in the order of client.yml, one of whose words the title holds."""
    folded = fold(title)
    matched = next((p.name for p in config.pillars if _holds(folded, p.match)), None)
    traits = tuple(name for name, words in config.all_traits.items() if _holds(folded, words))
    return Topics(tag.get("pillar") or matched, traits)


@cache
def fold(text: str) -> str:
    """Full-width and upper-case letters match their plain forms."""
    return unicodedata.normalize("NFKC", text).casefold().strip()


def _holds(folded: str, words: tuple[str, ...]) -> bool:
    return any(fold(word) in folded for word in words)
