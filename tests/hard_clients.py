"""Clients that are hard on a layout, as genuine files: `python -m tests.hard_clients FOLDER` writes a workspace of them.

Brands, people and figures are invented. `Hard.why` says what is hard about each.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import yaml

from report_gen.simulate import Plan, demos, simulate, write
from report_gen.simulate.plan import Keyword, Quirks, Special
from report_gen.simulate.settings import client_yml

ROOT = Path(__file__).parents[1]
MONTH = "2026-10"
LONG = "Slow-roasted heritage kopi, kaya toast and breakfasts of the shophouses"  # names end at 80


@dataclass(frozen=True)
class Hard:
    """`settings` go over those that fit the plan; `words` are the month's commentary by file name."""

    why: str
    plan: Callable[[], Plan]
    settings: dict[str, Any] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    seed: int = 7


def _coffee(months: int = 3, **changes: Any) -> Plan:
    return replace(demos.plan("client-x", months, MONTH), **changes)


def _long_names() -> Plan:
    plan = _coffee()
    topics = tuple(
        replace(
            topic,
            name=f"{topic.name}: {LONG}"[:80].strip(),
            titles=tuple(f"{title}，{title}，还有一整段没有人会读完的副标题" for title in topic.titles),
        )
        for topic in plan.topics
    )
    keywords = tuple(
        replace(
            keyword,
            term=f"{keyword.term}哪一家最值得带着爸妈和小朋友一起去",
            group="a group of keywords with a long name",
        )
        for keyword in plan.keywords
    )
    places = tuple(
        replace(place, name=f"{place.name} of the flagship shop at Orchard Road, level 2")
        for place in plan.destinations
    )
    renamed = {topic.name: long.name for topic, long in zip(plan.topics, topics, strict=True)}
    specials = tuple(replace(one, topic=renamed[one.topic]) for one in plan.specials)
    people = tuple(replace(one, creator=f"{one.creator} 带你吃遍新加坡的每一个角落") for one in plan.collaborations)
    return replace(
        plan, topics=topics, keywords=keywords, destinations=places, specials=specials, collaborations=people
    )


def _forty_keywords() -> Plan:
    places = ("牛车水", "小印度", "武吉士", "樟宜", "乌节路", "加东", "中峇鲁", "东海岸")
    things = ("咖啡", "早餐", "伴手礼", "下午茶", "咖椰吐司")
    terms = [f"{place}{thing}" for place in places for thing in things]
    keywords = tuple(
        Keyword(
            term,
            path=((2, 1 + n * 1.7 % 60), (1, 1 + n * 2.3 % 55), (0, 1 + n * 1.3 % 48)),
            found=((0, 0.15 if n % 9 == 8 else 0.95),),
            cue=term[:2],
            group=things[n % 5],
            weight=1 + n % 3,
        )
        for n, term in enumerate(terms)
    )
    return _coffee(keywords=keywords)


def _one_note() -> Plan:
    plan = _coffee(2)
    only = Special("新加坡咖啡馆指南｜这 5 家不排队", plan.topics[0].name, 0, 4, impressions=4_200)
    return replace(
        plan, notes_per_month=1e-9, backlog=1, specials=(only,), collaborations=(), advertising=None, quirks=Quirks()
    )


def _nine_hundred() -> Plan:
    return _coffee(2, notes_per_month=64.5, backlog=12)


def _huge() -> Plan:
    plan = _coffee()
    topics = tuple(replace(topic, impressions=topic.impressions * 900) for topic in plan.topics)
    return replace(plan, topics=topics, destinations=tuple(replace(one, base=41_000.0) for one in plan.destinations))


CLIENTS = {
    "long-names": Hard(
        "names, titles, keywords and destinations that fit nowhere, in both languages",
        _long_names,
        {
            "client": "The Extraordinarily Long-Named Breakfast and Coffee Company of 超长品牌名称示例",
            "languages": ["en", "zh"],
            "brand": {"colour": "#1a237e"},
        },
        {
            f"{MONTH}.md": f"---\nauthor: Account team\ndate: 2026-11-03\n---\n\n## Overview\n\n{LONG}. "
            "https://shop.example/a/very/long/address/that/nobody/can/break/because/it/has/no/space/anywhere/at/all/in/it\n"
        },
    ),
    "forty-keywords": Hard("forty keywords, some never found", _forty_keywords, {"languages": ["en", "zh"]}),
    "one-note": Hard("a single note in the account's life", _one_note),
    "nine-hundred": Hard("nine hundred notes in the month's list", _nine_hundred, {"languages": ["zh", "en"]}),
    "yellow": Hard("a brand too pale for paper, 13 months, no logo", lambda: _coffee(13), {"brand": {"colour": "#ffd400"}}),
    "nearly-white": Hard("a brand that is nearly paper, a first month", lambda: _coffee(1), {"brand": {"colour": "#f4f1ea"}}),
    "black": Hard("a black brand, figures of nine digits", _huge, {"brand": {"colour": "#000000"}, "languages": ["zh"]}),
    "bare": Hard(
        "note lists alone: no keywords, no clicks, no creators, no targets",
        lambda: _coffee(2, keywords=(), destinations=(), collaborations=(), advertising=None),
        {"targets": {}, "pillars": []},
    ),
}  # fmt: skip


def workspace(root: Path, slugs: Iterable[str] = tuple(CLIENTS)) -> Path:
    """An agency's folder with those clients in it."""
    root.mkdir(parents=True, exist_ok=True)
    shutil.copy(ROOT / "mkdocs.yml", root)
    for slug in slugs:
        _add(root / "clients" / slug, slug, CLIENTS[slug])
    return root


def _add(folder: Path, slug: str, hard: Hard) -> None:
    plan = hard.plan()
    write(simulate(plan, hard.seed), folder / "exports")
    if slug == "bare":
        for path in (folder / "exports").rglob("近*"):
            path.unlink()
    settings = yaml.safe_load(client_yml(slug, plan)) | hard.settings
    text = yaml.safe_dump({k: v for k, v in settings.items() if v}, allow_unicode=True, sort_keys=False)
    (folder / "client.yml").write_text(text, encoding="utf-8")
    for name, words in hard.words.items():
        (folder / "commentary").mkdir(exist_ok=True)
        (folder / "commentary" / name).write_text(words, encoding="utf-8")


if __name__ == "__main__":
    print(workspace(Path(sys.argv[1])))
