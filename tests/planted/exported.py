"""The same judge on real exports: `report_gen.simulate` draws the account, writes the files, and they are read again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml

from report_gen import months
from report_gen.config import ClientConfig
from report_gen.readers import read_exports
from report_gen.report import Report
from report_gen.simulate import Plan, demos, simulate, write
from report_gen.simulate.plan import Collaboration, Destination, Keyword, Quirks, Special, Turn
from report_gen.simulate.settings import client_yml
from report_gen.workspace import Client
from tests.planted.plots import Plot

MONTHS, LAST_MONTH = 8, "2026-10"
CALM = {"save_rate": 0.018, "comment_rate": 0.023, "click_rate": 0.15, "impressions": 14_000.0, "video_share": 0.3}
WINNER, NOTE, TERM = "Kaya & breakfast", "樟宜机场怎么吃｜一张图看懂", "樟宜机场美食"
SMALL = "示例博主 小"


@dataclass(frozen=True)
class Exported:
    """A story in the exports of a calm coffee brand: what the plan and client.yml have beside it."""

    plot: Plot
    plan: Callable[[Plan], dict[str, Any]]
    settings: dict[str, Any]


def calm() -> Plan:
    """The demo brand with the same true rates everywhere, steady ranks, steady clicks."""
    plan = demos.plan("client-x", MONTHS, LAST_MONTH)
    return replace(
        plan,
        topics=tuple(replace(topic, evergreen=False, **CALM) for topic in plan.topics),
        keywords=tuple(replace(keyword, path=((0, rank),), found=((0, 1),)) for keyword, rank in _steady(plan)),
        notes_per_month=12, growth=0.0, lifts=(), specials=(), advertising=None, collaborations=_ALIKE, quirks=Quirks(),
    )  # fmt: skip


def _steady(plan: Plan) -> list[tuple[Keyword, float]]:
    return list(zip(plan.keywords, (7, 22, 12, 2, 4, 3, 16, 38), strict=False))


_ALIKE = tuple(
    Collaboration(
        f"示例博主 {name}", f"示例：{name} 的第 {n} 篇", followers, 1_500, 0, 3 + 4 * n, 12_000, save_rate=0.08
    )
    for name, followers in (("A", 6_800), ("B", 23_500), ("C", 112_000), ("D", 310_000))
    for n in range(3)
)


def told(plan: Plan, seed: int, settings: dict[str, Any] | None = None) -> tuple[Report, ...]:
    """Plan → account → files → tables → Reports."""
    account = simulate(plan, seed)
    made = yaml.safe_load(client_yml("kopi-kaya", plan)) | {"targets": {"save_rate": 0.015}} | (settings or {})
    config = ClientConfig.model_validate(made)
    with TemporaryDirectory() as folder:
        client = Client("kopi-kaya", Path(folder) / "clients" / "kopi-kaya", Path(folder))
        write(account, client.exports)
        return months.reports(read_exports(client, config), config, "kopi-kaya")


def planted(story: Exported, seed: int) -> tuple[Report, ...]:
    plan = calm()
    return told(replace(plan, **story.plan(plan)), seed, story.settings)


# -- the stories


def _story(name: str, rules: tuple[str, ...], names: tuple[str, ...], settings: Any = None, **plan: Any) -> Exported:
    def changes(base: Plan) -> dict[str, Any]:
        return {
            key: (*getattr(base, key), *value) if isinstance(value, tuple) else value for key, value in plan.items()
        }

    return Exported(Plot(name, lambda _: {}, rules, names), changes, settings or {})


def _lost_rank(plan: Plan) -> dict[str, Any]:
    path = ((1, 3), (0.03, 3), (0.0, 45))
    found = ((1, 1), (0.03, 1), (0.0, 0.1))
    return {"keywords": tuple(replace(k, path=path, found=found) if k.term == TERM else k for k in plan.keywords)}


def _won_rank(plan: Plan) -> dict[str, Any]:
    path = ((1, 19), (0.4, 19), (0.3, 2))
    return {"keywords": tuple(replace(k, path=path) if k.term == TERM else k for k in plan.keywords)}


def _leaking(plan: Plan) -> dict[str, Any]:
    return {"destinations": tuple(replace(d, kept=0.25) for d in plan.destinations)}


_GIVEAWAY = Special("关注我们，评论区抽 20 位", "Store visits", 0, 8, 60_000, tail_share=0.1, save_rate=0.002,
                    comment_rate=0.08, follower_rate=0.16, fleeting=0.6)  # fmt: skip
_EVENT = {"events": [{"name": "Giveaway", "start": "2026-10-08", "end": "2026-10-12"}]}
_SMALL = tuple(
    Collaboration(SMALL, f"示例：小店的第 {n} 篇", 4_200, 600, 0, 4 + 3 * n, 9_000, save_rate=0.26) for n in range(5)
)
_STALE = Destination("booking", base=4, per_view=0.01, match=("/book",), dead_for=12)
_KEYWORD = ("keyword", "rank", "search")

EXPORTED: tuple[Exported, ...] = (
    _story("a pillar wins", ("pillar",), (WINNER,), turns=(Turn("save_rate", 2.3, topic=WINNER),)),
    _story("giveaway, named", ("followers",), ("Giveaway",), _EVENT, specials=(_GIVEAWAY,)),
    _story("giveaway, unnamed", ("followers",), (), specials=(_GIVEAWAY,)),
    _story("save rate falls", ("save_rate_moved", "funnel"), (), turns=(Turn("save_rate", 0.45, months_ago=0),)),
    _story("leak: cover", ("funnel",), (), turns=(Turn("click_rate", 0.4, months_ago=0),)),
    Exported(Plot("leak: clicks", lambda _: {}, ("funnel", "click", "destination")), _leaking, {}),
    _story("broken link", ("destination", "link", "click"), ("booking",), destinations=(_STALE,)),
    Exported(Plot("rank lost", lambda _: {}, _KEYWORD, (TERM,)), _lost_rank, {}),
    Exported(Plot("rank won", lambda _: {}, _KEYWORD, (TERM,)), _won_rank, {}),
    _story("small creator", ("creator",), (SMALL,), collaborations=_SMALL),
)  # fmt: skip
