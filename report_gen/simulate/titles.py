"""Titles of simulated notes: patterns filled with words, and the things that genuine titles hold."""

from __future__ import annotations

import itertools
import string
from collections.abc import Iterator

import numpy as np

from report_gen.simulate.plan import Plan, Topic

EMOJI = ("✨", "☕️", "🇸🇬", "🙋‍♀️", "‼️", "📍", "💡", "🥹")
# Markup, template braces, formulas, controls and a bidirectional override: all of it is only text.
HOSTILE = (
    '<script>alert("1")</script>探店',
    "{{ 7 * 7 }} {% raw %} 攻略",
    '=HYPERLINK("http://evil.example","点我")',
    "| 表格 | 会坏 | 吗 |\n第二行",
    "](javascript:alert(1)) **粗** `码`",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "\u202e倒过来的标题\u2066",
    "</title></svg><img src=x onerror=alert(1)>",
    "--- \n# 标题 & &amp; &#x27;",
    "a" * 300,
)


class Titles:
    """Gives each note its title; a topic's fillings are used up before one comes again."""

    def __init__(self, plan: Plan, random: np.random.Generator) -> None:
        self._plan = plan
        self._random = random
        self._decks: dict[tuple[str, ...], Iterator[str]] = {}
        self._given: dict[str, list[str]] = {}
        self._hostile = itertools.cycle(HOSTILE)

    def next(self, topic: Topic, month: int) -> str:
        """`month` is the calendar month, 1 to 12: festivals are written about when they come."""
        quirks, chance = self._plan.quirks, self._random.random()
        if chance < quirks.blank_titles:
            return ""
        if quirks.hostile_titles and self._random.random() < 0.25:
            return next(self._hostile)
        given = self._given.setdefault(topic.name, [])
        if given and chance > 1 - quirks.repeated_titles:
            return given[int(self._random.integers(len(given)))]
        title = self._fresh(topic, month)
        given.append(title)
        return title

    def _fresh(self, topic: Topic, month: int) -> str:
        seasonal = topic.seasonal.get(month, ())
        patterns = seasonal if seasonal and self._random.random() < 0.5 else topic.titles
        deck = self._decks.setdefault(patterns, _deck(patterns, self._plan, self._random))
        title = next(deck)
        is_plain = self._random.random() >= self._plan.quirks.emoji_titles
        return title if is_plain else f"{title}{self._random.choice(EMOJI)}"


def _deck(patterns: tuple[str, ...], plan: Plan, random: np.random.Generator) -> Iterator[str]:
    """Patterns take turns, each with its own fillings in random order, without end."""
    fillings = [[*_fillings(pattern, plan)] for pattern in patterns]
    for titles in fillings:
        random.shuffle(titles)
    for turn in itertools.count():
        for i in random.permutation(len(patterns)):
            yield fillings[i][turn % len(fillings[i])]


def _fillings(pattern: str, plan: Plan) -> Iterator[str]:
    slots = [name for _, name, _, _ in string.Formatter().parse(pattern) if name]
    for words in itertools.product(*(plan.words[slot] for slot in slots)):
        yield pattern.format(**dict(zip(slots, words, strict=True)))
