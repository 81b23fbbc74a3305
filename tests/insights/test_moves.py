"""Findings about comments, keywords, click-throughs, the funnel, targets, creators, rhythm and the data's limits: each
speaks where it must, and is quiet where it must be."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from scipy import stats

from report_gen import targets
from report_gen.config import ClientConfig
from report_gen.insights import findings
from report_gen.insights._series import carried, of_mean, shift_by_chance
from report_gen.parts import parts
from report_gen.report import Coverage, Day, DayRank, Finding, Headline, Paid, Report, Share, Usual
from report_gen.story import Story, months_back
from report_gen.wording import Wording, languages
from tests.insights import told
from tests.stories import HOSTILE, VARIANTS

OURS = (
    "clicks_and_saves", "clicks_target", "comment_rate_moved", "conversation", "creator_beats", "creator_cost",
    "creator_inflated", "data_limits", "dead_link", "destination_moved", "funnel_leak",
    "funnel_leak_since", "keyword_best", "keyword_moved",
    "keyword_near", "keyword_place", "keywords_unserved", "other_target", "paid_saves", "posting_rhythm", "quarter_pace",
    "save_rate_target", "saves_before_rank",
)  # fmt: skip
SURE = 0.05 / 30  # beyond chance however many rules look


def find(rule: str, story: Story) -> list[Finding]:
    return list(parts("insights")[rule].find(story))


def said(rule: str, story: Story) -> list[str]:
    """What the rule says beyond chance, in English."""
    return [f.text["en"] for f in find(rule, story) if f.p is None or f.p <= SURE]


def one(rule: str, story: Story) -> Finding:
    (found,) = [f for f in find(rule, story) if f.p is None or f.p <= SURE]
    return found


# -- days that resemble their neighbours


def test_without_likeness_a_shift_is_student_s_t() -> None:
    random = np.random.default_rng(1)
    now, before = random.normal(0.4, 1, 20), random.normal(0, 1, 30)
    made = shift_by_chance(now, [before], phi=0.0, more=0.0)[0]
    assert made == pytest.approx(stats.ttest_ind(now, before).pvalue)


def test_every_later_start_is_held_against_the_same_days_before() -> None:
    random = np.random.default_rng(2)
    now, before = random.normal(0, 1, 9), random.normal(0, 1, 30)
    starts = shift_by_chance(now, [before], phi=0.0, more=0.0)
    assert len(starts) == 5
    assert starts == pytest.approx([stats.ttest_ind(now[start:], before).pvalue for start in range(5)])


@pytest.mark.parametrize("phi", [0.0, 0.5, 0.8])
def test_the_mean_of_days_that_resemble_each_other_varies_as_it_says(phi: float) -> None:
    random = np.random.default_rng(3)
    runs = autoregression(random, 3000, 30, phi)
    assert of_mean(np.array([30]), phi)[0] == pytest.approx(runs.mean(axis=1).var(), rel=0.15)


@pytest.mark.parametrize("phi", [0.0, 0.4, 0.7])
def test_likeness_of_neighbours_is_read_off_months(phi: float) -> None:
    runs = autoregression(np.random.default_rng(4), 400, 30, phi)
    assert carried(runs) == pytest.approx(phi, abs=0.08)


def autoregression(random: np.random.Generator, count: int, days: int, phi: float) -> np.ndarray[Any, Any]:
    """Runs of variance 1, a row each."""
    noise = random.normal(size=(count, days))
    runs = noise.copy()
    for day in range(1, days):
        runs[:, day] = phi * runs[:, day - 1] + math.sqrt(1 - phi**2) * noise[:, day]
    return runs


# -- keywords


def ranked(*path: Sequence[float | None] | float | None, term: str = "新加坡咖啡", weight: float = 1) -> Story:
    """A month for each item of the path: its days, or one rank that they wander around by a tenth."""
    return told.story(ranks_of({term: path}, weight))


def ranks_of(paths: dict[str, Sequence[Any]], weight: float = 1, note: str | None = None, **last: Any) -> list[Report]:
    count = len(next(iter(paths.values())))
    made, before = [], dict.fromkeys(paths)
    for place, month in enumerate(told.names(count)):
        keywords = []
        for index, (term, path) in enumerate(paths.items()):
            days = daily(path[place], month, seed=7 * place + index)
            keywords.append(told.keyword(term, month, days, before[term], weight=weight, note=note))
            before[term] = keywords[-1].rank
        made.append(told.report(month, keywords=tuple(keywords), **(last if place == count - 1 else {})))
    return made


def daily(level: Any, month: str, seed: int) -> list[float | None]:
    if isinstance(level, list | tuple):
        return list(level)
    random = np.random.default_rng(seed)
    off = random.normal(0, 0.1, told.length(month))
    wander = np.exp(off - np.median(off))
    return [None if level is None else float(max(1, round(level * one))) for one in wander]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ((3, 3, 3, 20), "“新加坡咖啡” lost its place in the top 3: from rank 3 to 20"),
        ((3, 3, 3, None), "“新加坡咖啡” is no longer found; it was at rank 3"),
        ((None, None, None, 8), "“新加坡咖啡” is found now, at rank 8"),
        ((20, 20, 20, 2), "“新加坡咖啡” reached the top 3: from rank 20 to 2"),
        ((20, 20, 20, 8), "“新加坡咖啡” reached the first screen: from rank 20 to 8"),
        ((8, 8, 8, 30), "“新加坡咖啡” fell off the first screen: from rank 8 to 30"),
        ((10, 10, 10, 5), "“新加坡咖啡” climbed from rank 10 to 5"),
        ((3, 3, 3, (3,) * 20 + (25,) * 11), "“新加坡咖啡” slipped to rank 25 on 21 October; the month before it was at 3"),
        ((3, 3, 3, (3,) * 21 + (None,) * 10),
         "“新加坡咖啡” has not been found since 22 October; the month before it was at rank 3"),
        ((None, None, None, (None,) * 20 + (7,) * 11), "“新加坡咖啡” has been found since 21 October, at rank 7"),
    ],
)  # fmt: skip
def test_a_keyword_won_or_lost_is_told_with_both_ranks(path: Sequence[Any], text: str) -> None:
    assert said("keyword_moved", ranked(*path)) == [text]


@pytest.mark.parametrize(
    "path",
    [(3, 3, 3, 3), (40, 40, 40, 30), (5, 5, 5, 6), (None, None, None, None), (6, 18, 4, 22, 7, 16)],
    ids=["the same", "far down", "by a place", "never found", "always restless"],
)
def test_a_move_that_matters_little_or_is_usual_is_not_told(path: Sequence[Any]) -> None:
    assert said("keyword_moved", ranked(*path)) == []


@pytest.mark.parametrize("phi", [0.0, 0.6, 0.9])
def test_ranks_that_only_wander_are_seldom_told_of(phi: float) -> None:
    """Six months of four keywords whose days resemble each other; nothing ever happens to them."""
    random, alarms = np.random.default_rng(5), 0
    for _ in range(40):
        paths = {f"词 {n}": wandering(random, phi) for n in range(4)}
        alarms += any((f.p or 0) <= 0.05 for f in find("keyword_moved", told.story(ranks_of(paths))))
    assert alarms <= 4


def wandering(random: np.random.Generator, phi: float) -> list[list[float | None]]:
    months = told.names(6)
    level, size = random.uniform(2, 25), 0.25
    drift = autoregression(random, 1, sum(map(told.length, months)), phi)[0] * size
    ranks = iter(np.maximum(1, np.rint(level * np.exp(drift))))
    return [[float(next(ranks)) for _ in range(told.length(month))] for month in months]


def test_of_two_climbs_the_one_of_the_weightier_keyword_comes_first() -> None:
    reports = ranks_of({"light": (20, 20, 20, 3), "heavy": (20, 20, 20, 3)})
    last = reports[-1].keywords
    weighted = (last[0], last[1].model_copy(update={"weight": 3}))
    found = find("keyword_moved", told.story((*reports[:-1], reports[-1].model_copy(update={"keywords": weighted}))))
    assert [f.evidence["keyword"] for f in found] == ["heavy", "light"]
    assert found[0].importance > found[1].importance


def test_at_most_two_climbs_and_two_falls_are_told() -> None:
    ups = {f"up {n}": (20, 20, 20, 3) for n in range(4)}
    assert len(find("keyword_moved", told.story(ranks_of(ups)))) == 2


WEEKS = (1, 8, 15, 22, 29)


def read_weekly(path: Sequence[Sequence[float | None]], term: str = "新加坡咖啡") -> Story:
    """A look a week at one keyword; a month for each item of the path."""
    reports, before = [], None
    for month, ranks in zip(told.names(len(path)), path, strict=True):
        days = tuple(
            DayRank(date=dt.date.fromisoformat(f"{month}-{day:02d}"), rank=rank)
            for day, rank in zip(WEEKS, ranks, strict=False)
        )
        keyword = told.keyword(term, month, ranks, before).model_copy(update={"days": days})
        reports.append(told.report(month, keywords=(keyword,)))
        before = keyword.rank
    return told.story(reports)


@pytest.mark.parametrize(
    ("path", "texts"),
    [
        (((3, 3, 4, 3), (3, 3, 60, 60)),
         ["“新加坡咖啡” has been at rank 60 since 15 October; in September it was at rank 3"]),
        (((3, 3, 4, 3), (3, 3, 4, None)), []),
        (((3, 2, 3), (None, None, None, None)),
         ["“新加坡咖啡” was not found this month; in September it was at rank 3"]),
        (((None,) * 4, (2, 2, 3, 2)), ["“新加坡咖啡” is at rank 2; in September it was not found"]),
        (((3, 3, 30, 3), (20, 20, 20, 20)), []),
        (((3, 3), (20, 20, 20, 20)), []),
        (((40, 42, 40, 41), (90, 90, 90, 90)), []),
        (((3, 3, 3, 3), (5, 5, 5, 5)), []),
    ],
    ids=["from mid-month", "one look", "all month", "found", "seen as low before", "hardly read before", "far down",
         "a place or two"],
)  # fmt: skip
def test_where_a_keyword_stands_is_told_as_a_fact_however_few_the_readings(path: Any, texts: list[str]) -> None:
    found = find("keyword_place", read_weekly(path))
    assert [f.text["en"] for f in found] == texts
    assert all(f.p is None for f in found)


def test_a_move_beyond_chance_is_told_once() -> None:
    found = [f.rule for f in findings(ranked(3, 3, 3, 3, 40)) if f.evidence.get("keyword") == "新加坡咖啡"]
    assert found == ["keyword_moved"]


def test_a_fact_about_one_keyword_stands_beside_the_move_of_another() -> None:
    """Looked at each day a move is beyond chance; with four looks in two months it is a fact and no more."""
    daily_read, weekly = ranked(*(3,) * 6, 40, term="甲").reports, read_weekly(((3,) * 4, (60,) * 4), term="乙").reports
    both = [
        report.model_copy(update={"keywords": (*report.keywords, *more.keywords)})
        for report, more in zip(daily_read[-2:], weekly, strict=True)
    ]
    found = findings(told.story((*daily_read[:-2], *both)))
    assert {(f.rule, f.evidence["keyword"]) for f in found if "keyword" in f.evidence} == {
        ("keyword_moved", "甲"), ("keyword_place", "乙"),
    }  # fmt: skip


@pytest.mark.parametrize("month", [2, 3, 5])
def test_a_keyword_read_weekly_is_lost_beyond_chance_once_months_are_known(month: int) -> None:
    path = [*((3, 3, 4, 3),) * 5, (3, None, None, None)]
    assert bool(said("keyword_moved", read_weekly(path[-month - 1 :]))) is (month > 2)


def test_keywords_that_one_deleted_note_held_are_told_as_one() -> None:
    paths = dict.fromkeys(("咖啡", "早餐", "礼盒"), (3, 3, 3, None))
    reports = ranks_of(paths, note="一篇攻略")
    held, other = told.note("k", title="一篇攻略", views=900), told.note("o", title="别的", views=100)
    reports[-2] = reports[-2].model_copy(update={"notes": (held, other)})
    gone = told.note("k", title="一篇攻略", views=None, flags=("unknown_activity",))
    reports[-1] = reports[-1].model_copy(update={"notes": (gone, other)})
    found = one("keyword_moved", told.story(reports))
    assert found.id == "keyword_moved:several"
    assert found.text["en"].startswith("3 keywords slipped or were lost at once: ")
    assert (found.why or {})["en"] == "“一篇攻略” held these places; it is no longer in the note list."
    there = (*reports[:-1], reports[-1].model_copy(update={"notes": (held, other)}))
    assert (one("keyword_moved", told.story(there)).why or {})["en"] == "“一篇攻略” held these places."


def partial(report: Report) -> Report:
    """As `months.link` leaves it: part of a month has nothing before it."""
    keywords = tuple(k.model_copy(update={"previous_rank": None}) for k in report.keywords)
    return report.model_copy(
        update={"keywords": keywords, "coverage": report.coverage.model_copy(update={"partial": True})}
    )


@pytest.mark.parametrize("which", [-1, -2], ids=["this month is partial", "the month before is"])
def test_nothing_is_said_to_have_moved_where_a_month_is_partial(which: int) -> None:
    """A rank that was not compared was not “not found” either."""
    reports = ranks_of({"新加坡咖啡": (3, 3, 3, 20)})
    reports[which] = partial(reports[which])
    assert find("keyword_moved", told.story(reports)) == []


@pytest.mark.parametrize(
    ("path", "speaks"),
    [((9, 9, 9, 5), False), ((6, 6, 6, 5), True), ((5, 5, 5, 5), False), ((4, 4, 4, 5), False), ((3, 3, 3, 2), False)],
    ids=["has climbed, which is told", "a place better", "as before", "a place worse", "is there"],
)
def test_a_keyword_close_to_the_top_is_named_once(path: Sequence[int], speaks: bool) -> None:
    story = told.story(ranks_of({"新加坡咖啡": [[float(rank)] * 28 for rank in path]}))
    assert bool(find("keyword_near", story)) is speaks
    if speaks:
        assert one("keyword_near", story).text["en"] == "“新加坡咖啡” is at rank 5, close to the top 3"


def test_a_keyword_s_best_place_so_far_is_told_where_no_month_moved_beyond_chance() -> None:
    climb = told.story(ranks_of({"新加坡咖啡": (30, 22, 15, 9, 5.6, 3)}))
    assert said("keyword_moved", climb) == []
    assert said("keyword_best", climb) == ["“新加坡咖啡” is in the top 3: rank 3, its best of 6 months"]
    assert said("keyword_best", told.story(ranks_of({"新加坡咖啡": (4, 4, 4, 4, 4, 3)}))) == []


@pytest.mark.parametrize(
    ("titles", "rank", "speaks"),
    [
        (("早餐吃什么",), None, True),
        (("乌节路 咖啡馆 哪家好",), None, False),
        (("早餐吃什么",), 30, False),
        ((), None, False),
    ],
    ids=["nobody answers it", "a title does", "it is found", "titles are not known"],
)
def test_a_keyword_is_unserved_without_a_place_and_without_a_title(
    titles: Sequence[str], rank: float | None, speaks: bool
) -> None:
    notes = tuple(told.note(str(n), title=title, views=5) for n, title in enumerate(titles))
    story = told.story(ranks_of({"乌节路咖啡馆": (rank, rank)}, notes=notes))
    assert said("keywords_unserved", story) == (["No note serves “乌节路咖啡馆”"] if speaks else [])


def test_unserved_keywords_are_told_together_the_weightiest_first() -> None:
    notes = (told.note("1", title="早餐吃什么", views=5),)
    terms = dict.fromkeys(("甲", "乙", "丙", "丁", "戊", "己"), (None, None))
    text = one("keywords_unserved", told.story(ranks_of(terms, notes=notes))).text["en"]
    assert text.startswith("No note serves 6 of the keywords: ")
    assert text.endswith(" and 2 more")


@pytest.mark.parametrize("linked", [True, False], ids=["saves lead", "saves are chance"])
def test_saves_come_before_a_rank_only_where_they_do(linked: bool) -> None:
    random = np.random.default_rng(11)
    reports, depth = [], dict.fromkeys("甲乙丙丁戊己", 20.0)
    saved = dict.fromkeys(depth, 100)
    for month in told.names(13):
        keywords = tuple(
            told.keyword(term, month, [round(rank)] * 28, note=f"note {term}") for term, rank in depth.items()
        )
        fresh = {term: int(100 * math.exp(random.normal(0, 0.7))) for term in depth}
        notes = tuple(told.note(t, title=f"note {t}", saves=n, views=9) for t, n in fresh.items())
        reports.append(told.report(month, keywords=keywords, notes=notes))
        saved = fresh
        push = {t: math.log(saved[t] / 100) if linked else random.normal(0, 0.7) for t in depth}
        depth = {t: 12 * math.exp(-0.8 * push[t] + random.normal(0, 0.1)) for t in depth}
    assert bool(said("saves_before_rank", told.story(reports))) is linked


# -- clicks and the funnel


def visited(levels: dict[str, Sequence[float]], **more: Any) -> list[Report]:
    """Clicks a day by destination, a level for each month; Poisson. Views and saves stay as they are."""
    random, made = np.random.default_rng(21), []
    for place, month in enumerate(told.names(len(next(iter(levels.values()))))):
        found = {name: random.poisson(path[place], told.length(month)) for name, path in levels.items()}
        places = tuple(told.destination(name, month, clicks) for name, clicks in found.items())
        numbers = {"click_throughs": float(sum(p.clicks or 0 for p in places)), "views": 30000.0, "saves": 3000.0}
        made.append(told.report(month, destinations=places, headline=told.headline(**{**numbers, **more})))
    return made


def silenced(reports: list[Report], name: str, since: int, rows: bool = True) -> Story:
    """The last month's clicks to that destination end on that day; with or without rows that say so."""
    kept = []
    for d in reports[-1].destinations:
        clicks = [day.clicks if d.name != name or day.date.day < since else (0 if rows else -1) for day in d.days]
        kept.append(told.destination(d.name, reports[-1].month, clicks))
    return told.story((*reports[:-1], reports[-1].model_copy(update={"destinations": tuple(kept)})))


@pytest.mark.parametrize("rows", [True, False], ids=["days of 0", "no rows"])
@pytest.mark.parametrize("since", [2, 12, 26])
def test_a_link_that_broke_is_told_with_its_day(since: int, rows: bool) -> None:
    story = silenced(visited({"menu": (12,) * 4, "store": (8,) * 4}), "menu", since, rows)
    found = one("dead_link", story)
    assert found.text["en"] == f"No click has reached menu since {since} October"
    assert found.watch == "destinations|menu|clicks"


def test_a_link_that_broke_is_told_in_the_client_s_own_words() -> None:
    story = silenced(visited({"menu": (12,) * 4, "store": (8,) * 4}), "menu", 12)
    report = story.report.model_copy(update={"names": {"zh": {"menu": "菜单"}}})
    assert "菜单" in one("dead_link", replace(story, reports=(*story.reports[:-1], report))).text["zh"]


@pytest.mark.parametrize(
    ("levels", "since"),
    [({"menu": (12,) * 4, "store": (8,) * 4}, 40), ({"menu": (0.3,) * 4, "store": (8,) * 4}, 20), ({"menu": (12,) * 4}, 20)],
    ids=["nothing broke", "hardly anybody went there", "no other destination goes on"],
)  # fmt: skip
def test_a_silence_that_says_nothing_is_not_told(levels: dict[str, Sequence[float]], since: int) -> None:
    assert said("dead_link", silenced(visited(levels), "menu", since, rows=False)) == []


def test_exports_that_end_early_break_no_link() -> None:
    reports = visited({"menu": (12,) * 4, "store": (8,) * 4})
    ended = silenced(silenced(reports, "menu", 20, rows=False).reports, "store", 20, rows=False)  # type: ignore[arg-type]
    assert said("dead_link", ended) == []


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ((20,) * 6 + (6,), ["Fewer go on to menu"]),
        ((20,) * 6 + (60,), ["More go on to menu"]),
        ((20,) * 7, []),
        ((20, 8, 25, 10, 30, 9, 7), []),
    ],
    ids=["far less", "far more", "as ever", "restless as ever"],
)
def test_a_destination_is_held_against_its_own_months(path: Sequence[float], text: list[str]) -> None:
    story = told.story(visited({"menu": path, "store": (30,) * 7}))
    assert [one.partition(":")[0] for one in said("destination_moved", story)] == text


@pytest.mark.parametrize(
    ("path", "speaks"),
    [((20, 4), True), ((20, 20, 4), True), ((20, 13), False), ((20, 90), False)],
    ids=["one month before", "two", "not half of them", "more"],
)
def test_with_few_months_a_destination_must_lose_half(path: Sequence[float], speaks: bool) -> None:
    spoken = said("destination_moved", told.story(visited({"menu": path, "store": (30,) * len(path)})))
    assert [(text.startswith("Fewer go on to menu: "), text.endswith(" before")) for text in spoken] == (
        [(True, True)] if speaks else []
    )


def test_clicks_that_follow_a_leap_of_views_have_not_moved() -> None:
    reports = visited({"menu": (20,) * 6 + (40,), "store": (20,) * 6 + (40,)})
    leap = {**reports[-1].headline, "views": Headline(value=60000)}
    assert (
        said("destination_moved", told.story((*reports[:-1], reports[-1].model_copy(update={"headline": leap})))) == []
    )


def seen(steps: dict[str, float], last: dict[str, float], clicks: float = 900, seed: int = 31) -> Story:
    """Seven months of twelve notes, `steps` being views per impression and saves per view; the last month has `last`."""
    random, made = np.random.default_rng(seed), []
    for month in told.names(7):
        rates = last if month == told.LAST else steps
        notes = []
        for n in range(12):
            shown = int(random.lognormal(9, 0.5))
            views = random.binomial(shown, min(rates["views"] * random.lognormal(0, 0.15), 1))
            saves = random.binomial(views, min(rates["saves"] * random.lognormal(0, 0.15), 1))
            notes.append(told.note(f"{month}-{n}", impressions=shown, views=int(views), saves=int(saves)))
        saved = float(sum(note.activity["saves"] or 0 for note in notes))
        went = rates.get("clicks", clicks)
        numbers = told.headline(saves=saved, views=1.0, click_throughs=went)
        days = told.destination("menu", month, random.poisson(went / 30, told.length(month)))
        made.append(told.report(month, notes=tuple(notes), headline=numbers, destinations=(days,)))
    return told.story(made)


STEPS = {"views": 0.15, "saves": 0.12}


@pytest.mark.parametrize(
    ("last", "id_"),
    [
        ({**STEPS, "views": 0.07}, ["funnel_leak:views"]),
        ({**STEPS, "saves": 0.05}, ["funnel_leak:saves"]),
        (STEPS, []),
        ({"views": 0.25, "saves": 0.2}, []),
    ],
    ids=["covers", "content", "as ever", "better"],
)
def test_the_step_that_leaks_is_named(last: dict[str, float], id_: list[str]) -> None:
    story = seen(STEPS, last)
    # The clicks of one place fell with saves: what leaks further down is not this test's.
    found = [f.id for f in find("funnel_leak", story) if (f.p or 0) <= SURE]
    assert found == id_


def trended(rates: Sequence[float], change: tuple[int, dict[str, float]] | None = None) -> Story:
    """A month of daily trends for each item of `rates` (views of impressions); from a day of the last month on, others."""
    random, reports = np.random.default_rng(8), []
    for place, month in enumerate(told.names(len(rates))):
        found = []
        for day in range(1, told.length(month) + 1):
            usual = {"views": rates[place], "saves": 0.12}
            then = usual | (change[1] if change and place == len(rates) - 1 and day >= change[0] else {})
            shown = int(random.poisson(2000 * random.gamma(4, 0.25)))
            views = int(random.binomial(shown, min(then["views"] * random.gamma(50, 0.02), 0.9)))
            saves = int(random.binomial(views, min(then["saves"] * random.gamma(50, 0.02), 0.9)))
            values = {"impressions": shown, "views": views, "saves": saves}
            found.append(Day(date=dt.date.fromisoformat(f"{month}-{day:02d}"), values=values))
        reports.append(told.report(month, days=tuple(found)))
    return told.story(reports)


@pytest.mark.parametrize(
    ("rates", "change", "since"),
    [
        ((0.15,) * 5, (16, {"views": 0.05}), "Fewer open what they see since 16 October: "),
        ((0.15,) * 2, (16, {"views": 0.05}), "Fewer open what they see since 16 October: "),
        ((0.15,) * 5, (16, {"saves": 0.04}), "Fewer save what they open since 16 October: "),
        ((0.15,) * 5, (28, {"views": 0.05}), None),
        ((0.15,) * 5, (16, {"views": 0.12}), None),
        ((0.15,) * 5, (16, {"views": 0.4}), None),
        ((0.05, 0.16, 0.06, 0.15, 0.05), None, None),
        ((0.15,), (16, {"views": 0.05}), None),
        ((0.15,) * 5, None, None),
    ],
    ids=["covers", "with one month before", "content", "a few days", "a little", "more open", "months differ as much",
         "no month before", "as ever"],
)  # fmt: skip
def test_the_day_from_which_a_step_leaks_is_named(rates: Sequence[float], change: Any, since: str | None) -> None:
    found = said("funnel_leak_since", trended(rates, change))
    assert [text.startswith(since or "") for text in found] == ([True] if since else [])


def test_a_leak_is_told_with_the_rates_of_the_days() -> None:
    reports = trended((0.15,) * 4, (16, {"views": 0.05})).reports
    evidence = one("funnel_leak_since", told.story(reports)).evidence
    late = [day.values for day in reports[-1].days if day.date.day >= 16]
    before = [day.values for report in reports[:-1] for day in report.days]
    for name, days in (("rate", late), ("usual", before)):
        assert evidence[name] == pytest.approx(sum(d["views"] for d in days) / sum(d["impressions"] for d in days))
    assert evidence["days"] == 16


def test_a_leak_between_saves_and_clicks_is_named_unless_a_destination_says_it() -> None:
    story = seen(STEPS, {**STEPS, "clicks": 150})
    assert said("destination_moved", story)
    assert said("funnel_leak", story) == []
    hidden = tuple(r.model_copy(update={"destinations": _split(r)}) for r in story.reports)
    assert [f.id for f in find("funnel_leak", replace(story, reports=hidden))] == ["funnel_leak:clicks"]


def _split(report: Report) -> tuple[Any, ...]:
    """The same clicks over forty places, none of which has enough to say anything of."""
    (menu,) = report.destinations
    parts_ = [[day.clicks if index % 40 == n else 0 for index, day in enumerate(menu.days)] for n in range(40)]
    return tuple(told.destination(f"place {n}", report.month, clicks) for n, clicks in enumerate(parts_))


@pytest.mark.parametrize(
    ("months", "views", "why"),
    [
        (1, 0.05, None),
        (2, 0.05, "There is only 1 month to hold it against, but the difference is more than chance makes."),
        (3, 0.05, "There are only 2 months to hold it against, but the difference is more than chance makes."),
        (3, 0.12, None),
    ],
    ids=["no month before", "one", "two", "too small a fall for so few"],
)
def test_with_few_months_only_a_large_leak_is_told(months: int, views: float, why: str | None) -> None:
    story = seen(STEPS, {**STEPS, "views": views})
    found = find("funnel_leak", replace(story, reports=story.reports[-months:]))
    assert [(f.why or {})["en"] for f in found if (f.p or 0) <= SURE] == ([why] if why else [])


@pytest.mark.parametrize(
    ("clicks", "saves", "text"),
    [
        (2000, 1500, "Click-throughs rose while saves fell: 2,000 and 1,500, usually 1,000 and 3,000"),
        (960, 5000, "Saves rose while click-throughs fell: 5,000 and 960, usually 3,000 and 1,000"),
        (400, 6000, None),
        (1000, 3000, None),
        (2000, 6000, None),
    ],
    ids=["more clicks, fewer saves", "more saves, fewer clicks", "the funnel says it", "as ever", "both rose"],
)
def test_clicks_and_saves_that_part_are_told(clicks: float, saves: float, text: str | None) -> None:
    past = [(1000, 3000), (1040, 3000), (980, 3010), (1000, 2950), (1000, 3050), (990, 3000), (1010, 3000)]
    reports = [
        told.report(month, headline=told.headline(click_throughs=float(c), saves=float(s)))
        for month, (c, s) in zip(told.names(8), [*past, (clicks, saves)], strict=True)
    ]
    known = {
        "click_throughs": _placed(clicks, 1000, (980, 1040)), "saves": _placed(saves, 3000, (2950, 3050)),
    }  # fmt: skip
    reports[-1] = reports[-1].model_copy(update={"headline": known})
    assert said("clicks_and_saves", told.story(reports)) == ([text] if text else [])


def _placed(value: float, middle: float, limits: tuple[float, float]) -> Headline:
    standing = "above" if value > limits[1] else "below" if value < limits[0] else "within"
    usual = Usual(median=middle, low=limits[0], high=limits[1], months=6)
    return Headline(value=value, usual=usual, standing=standing)


# -- comments


def talked(counts: Sequence[int], views: int = 1000) -> Story:
    notes = tuple(told.note(str(n), comments=count, views=views) for n, count in enumerate(counts))
    return told.story([told.report(notes=notes)])


def test_a_note_that_starts_a_conversation_is_named() -> None:
    found = one("conversation", talked([10, 12, 8, 9, 14, 11, 10, 7, 13, 9, 11, 10, 12, 8, 110]))
    assert found.text["en"] == "“笔记 14” starts conversations: 11.0% of its views ended in a comment, usually 1.0%"


@pytest.mark.parametrize(
    "counts",
    [[10, 12, 8, 9, 14, 11, 10, 7, 13, 9, 20], [3, 40, 8, 2, 70, 11, 30, 1, 13, 9, 60, 90], [0] * 12, [90, 1, 1]],
    ids=["hardly apart", "notes that all differ", "no comments", "few notes"],
)
def test_a_note_that_others_explain_starts_no_conversation(counts: Sequence[int]) -> None:
    assert not any("starts" in text for text in said("conversation", talked(counts)))


def test_a_quarter_of_all_comments_from_few_of_the_views_is_a_fact() -> None:
    story = talked([2, 40, 8, 1, 5, 11, 30, 1, 3, 9, 60, 190])
    assert said("conversation", story) == ["One note drew 53% of all comments from 8% of all views"]


def discussed(factor: float) -> Story:
    """Two months of thirty notes; in the second each draws that many times the comments."""
    random, reports = np.random.default_rng(41), []
    for month, times in zip(told.names(2), (1.0, factor), strict=True):
        notes = tuple(
            told.note(f"{month}-{n}", comments=int(random.poisson(40 * times)), impressions=5000) for n in range(30)
        )
        total = sum(n.activity["comments"] or 0 for n in notes) / 150_000
        reports.append(told.report(month, notes=notes, headline={"comment_rate": Headline(value=total)}))
    then, now = (r.headline["comment_rate"].value for r in reports)
    moved = Headline(value=now, previous=then, significant=factor != 1)
    return told.story((reports[0], reports[1].model_copy(update={"headline": {"comment_rate": moved}})))


@pytest.mark.parametrize(("factor", "word"), [(2, "rose"), (0.5, "fell"), (1, None)])
def test_comment_rate_rose_or_fell_only_beyond_chance(factor: float, word: str | None) -> None:
    texts = said("comment_rate_moved", discussed(factor))
    assert [word in text for text in texts] == ([True] if word else [])


# -- creators


def hired(*creators: Any, months: int = 1) -> Story:
    """Beside forty notes of the account's own, whose save rates differ by a third."""
    random = np.random.default_rng(61)
    rates = 0.02 * random.lognormal(0, 0.33, 40)
    notes = tuple(told.note(str(n), saves=round(5000 * rate), impressions=5000) for n, rate in enumerate(rates))
    return told.story([told.report(month, creators=creators, notes=notes) for month in told.names(months)])


def test_a_smaller_creator_who_is_saved_more_is_named_with_all_that_was_compared() -> None:
    small, large, larger = ("A", 8000, 500, 10000), ("B", 90000, 100, 20000), ("C", 300000, 150, 30000)
    found = one("creator_beats", hired(*(told.creator(*c) for c in (small, large, larger))))
    assert found.text["en"] == "A, with 8,000 followers, was saved at 5.0% of impressions; larger creators at 0.5%"
    assert found.evidence["others"] == pytest.approx(250 / 50000)
    assert found.importance > 0.8


@pytest.mark.parametrize(
    "creators",
    [
        (("A", 8000, 100, 10000), ("B", 90000, 200, 20000)),
        (("A", 8000, 6, 100), ("B", 90000, 200, 20000)),
        (("A", 8000, 500, 10000), ("B", 9000, 100, 20000)),
        (("A", 8000, 200, 10000), ("B", 90000, 100, 20000), ("C", 400000, 500, 20000)),
        (("A", 8000, 200, 10000), ("B", 90000, 200, 20000)),
    ],
    ids=[
        "as often",
        "too few saves to tell",
        "not smaller",
        "not more than each larger one",
        "twice, as notes of one hand may be",
    ],
)
def test_no_creator_is_praised_for_what_counting_explains(creators: Iterable[Any]) -> None:
    assert find("creator_beats", hired(*(told.creator(*c) for c in creators))) == []


def test_notes_that_may_explain_it_are_said_to() -> None:
    found = one("creator_beats", hired(told.creator("A", 8000, 300, 10000), told.creator("B", 90000, 180, 20000)))
    assert found.importance <= 0.6
    assert "more of the notes than of the creators" in (found.why or {})["en"]


def test_an_inflated_audience_is_named_and_praised_for_nothing() -> None:
    inflated = told.creator("A", 8000, 500, 10000, flags=("inflated_audience",))
    story = hired(inflated, told.creator("B", 90000, 100, 20000))
    assert said("creator_inflated", story) == ["The audience of A looks inflated: 8,000 followers, 1,666 views"]
    assert find("creator_beats", story) == []


@pytest.mark.parametrize(("fee", "speaks"), [(2000, True), (600, False), (None, False)])
def test_the_cheapest_and_the_dearest_save_are_told_where_they_are_far_apart(fee: float | None, speaks: bool) -> None:
    story = hired(told.creator("A", 8000, 100, 10000, 500), told.creator("B", 9000, 100, 10000, fee))
    text = ["A save cost ¥5.00 with A and ¥20.00 with B"]
    assert said("creator_cost", story) == (text if speaks else [])


# -- targets and pace


@pytest.mark.parametrize(
    ("headline", "text"),
    [
        ({"value": 0.031, "status": "met", "interval": (0.026, 0.036)}, "Save rate is 0.6 points above its target of 2.5%"),
        ({"value": 0.021, "status": "missed", "interval": (0.019, 0.023)},
         "Save rate is 0.4 points below its target of 2.5%"),
        ({"value": 0.031, "status": "met", "interval": (0.02, 0.04)}, "Save rate meets its target of 2.5%"),
        ({"value": 0.021, "status": "missed"}, "Save rate misses its target of 2.5%"),
    ],
)  # fmt: skip
def test_save_rate_is_held_against_its_target(headline: dict[str, Any], text: str) -> None:
    found = one(
        "save_rate_target", told.story([told.report(headline={"save_rate": Headline(target=0.025, **headline)})])
    )
    assert found.text["en"] == text
    assert ("between them could be chance." in (found.why or {}).get("en", "")) is ("points" not in text)


def test_a_target_that_chance_may_have_missed_asks_for_nothing() -> None:
    rate = {"value": 0.024, "target": 0.025, "status": "missed"}
    unsure, sure = ((0.02, 0.03), (0.023, 0.0245))
    stories = (told.story([told.report(headline={"save_rate": Headline(interval=i, **rate)})]) for i in (unsure, sure))
    assert [one("save_rate_target", story).action is None for story in stories] == [True, False]


def test_a_missed_target_of_click_throughs_says_what_they_are_made_of() -> None:
    numbers = {
        "click_throughs": Headline(value=1300, target=1400, status="missed"),
        "click_through_rate": Headline(value=0.0108, previous=0.0113),
        "impressions": Headline(value=97, previous=100, change=-0.03),
    }
    why = (one("clicks_target", told.story([told.report(headline=numbers)])).why or {})["en"]
    assert why == "Notes were shown 3% less often than in September; 1.08% of that led to a click, against 1.13%."


def test_every_other_target_is_told_of_in_its_own_figures() -> None:
    numbers = {
        "comments": Headline(value=420, target=400, status="met"),
        "search_visibility": Headline(value=31.2, target=40, status="missed"),
        "comment_rate": Headline(value=0.004, target=0.003, status="met"),
        "views": Headline(value=900),
    }
    assert said("other_target", told.story([told.report(headline=numbers)])) == [
        "The target of comment rate is met: 0.4%, where 0.3% was agreed",
        "The target of comments is met: 420, where 400 was agreed",
        "The target of search visibility is missed: 31.2, where 40.0 was agreed",
    ]


QUARTER = {"2026-10": 900, "2026-11": 950, "2026-12": 1000}


@pytest.mark.parametrize(
    ("counts", "text", "why"),
    [
        ((850,), "The quarter stands at 850 of 2,850 click-throughs", "1,000 a month are needed for the rest of it."),
        ((850, 900), "The quarter stands at 1,750 of 2,850 click-throughs", "1,100 are needed next month."),
        ((950, 1000, 1000), "The quarter’s target of click-throughs is met: 2,950 of 2,850", None),
        ((850, 900, 900), "The quarter’s target of click-throughs is missed: 2,650 of 2,850", None),
        ((2000, 900), "The quarter’s target of click-throughs is met early: 2,900 of 2,850", None),
    ],
)
def test_the_quarter_s_pace_is_what_is_left_over_the_months_that_are_left(
    counts: Sequence[float], text: str, why: str | None
) -> None:
    plan = {"click_throughs": QUARTER, "save_rate": dict.fromkeys(QUARTER, 0.025)}
    months = list(QUARTER)[: len(counts)]
    reports = [
        told.report(month, headline=told.headline(click_throughs=n, save_rate=0.02), targets=plan)
        for month, n in zip(months, counts, strict=True)
    ]
    found = one("quarter_pace", told.story(reports))
    assert found.text["en"] == text
    assert (found.why or {}).get("en") == why


@pytest.mark.parametrize(
    "reports",
    [
        [told.report("2026-11", headline=told.headline(click_throughs=900.0), targets={"click_throughs": QUARTER})],
        [told.report("2026-10", headline=told.headline(click_throughs=900.0), targets={"click_throughs": {"2026-10": 9}})],
    ],
    ids=["the first month is not known", "a month has no target"],
)  # fmt: skip
def test_a_quarter_that_is_known_in_part_has_no_pace(reports: list[Report]) -> None:
    assert find("quarter_pace", told.story(reports)) == []


@pytest.mark.parametrize(
    ("month", "quarter"),
    [("2026-10", ("2026-10", "2026-11", "2026-12")), ("2026-03", ("2026-01", "2026-02", "2026-03"))],
)
def test_a_report_has_the_targets_of_its_quarter(month: str, quarter: tuple[str, ...]) -> None:
    agreed = {"comments": 300, "click_throughs": {"2026-10": 900, "2027-01": 5}}
    config = ClientConfig.model_validate({"client": "Kopi & Kaya", "targets": agreed})
    clicks = {"click_throughs": {"2026-10": 900}} if "2026-10" in quarter else {}
    assert targets.of_quarter(config, month) == {"comments": dict.fromkeys(quarter, 300), **clicks}


# -- advertising, rhythm, data


def test_advertising_is_told_as_it_was_counted() -> None:
    def paid(spend: float, saves: int) -> Paid:
        shares = (Share(metric="saves", total=900, paid=saves, organic=900 - saves),)
        return Paid(spend=spend, days=30, notes=2, shares=shares, save_rate=0.01, organic_save_rate=0.03)

    reports = [
        told.report(month, paid=paid(*p)) for month, p in zip(told.names(2), ((900, 100), (1000, 80)), strict=True)
    ]
    found = one("paid_saves", told.story(reports))
    assert found.text["en"] == "Of paid impressions 1.0% ended in a save, of all others 3.0%"
    assert (found.why or {})["en"] == "¥1,000 brought 80 saves, ¥12.50 each; in September a paid save cost ¥9.00."


def published(*days: Sequence[int]) -> Story:
    """A month for each list of days on which notes came out."""
    reports = []
    for month, own in zip(told.names(len(days)), days, strict=True):
        stamps = {f"{month}-{day:02d}T09:00:00+08:00" for day in own}
        notes = tuple(told.note(stamp, published_at=stamp, flags=("new",), views=1) for stamp in stamps)
        reports.append(told.report(month, notes=notes))
    return told.story(reports)


STEADY = (2, 6, 10, 14, 18, 22, 26, 30)


@pytest.mark.parametrize(
    ("last", "text"),
    [
        ((2, 6, 22, 26), ["No note came out for 15 days, from 7 October to 21 October"]),
        (tuple(range(2, 31)), ["29 notes came out, more than in each of the 4 months before"]),
        ((4, 12, 19, 26), []),
        (STEADY, []),
        ((2, 6, 10, 14, 18, 22, 26), []),
    ],
    ids=["a gap", "more", "fewer, as chance may have it", "as ever", "one fewer"],
)
def test_the_rhythm_is_told_where_it_changed(last: Sequence[int], text: list[str]) -> None:
    assert said("posting_rhythm", published(*(STEADY,) * 4, last)) == text


def test_half_as_many_notes_of_an_account_that_publishes_daily_are_told() -> None:
    story = published(*(range(1, 31),) * 5, range(1, 31, 3))
    assert said("posting_rhythm", story) == ["10 notes came out, fewer than in each of the 5 months before"]


def test_an_account_that_always_pauses_has_no_gap() -> None:
    assert said("posting_rhythm", published(*((2, 20, 25),) * 5)) == []


def limited(**values: Any) -> Story:
    return told.story([told.report(**values)])


def test_what_the_data_limit_is_told_with_what_would_mend_it() -> None:
    unknown = tuple(told.note(str(n), views=None, flags=("unknown_activity",) * (n < 4)) for n in range(10))
    (notes,) = find("data_limits", limited(notes=unknown))
    assert (notes.text["en"], notes.importance) == ("4 of 10 notes have no known activity this month", 0.45)
    few = tuple(told.note(str(n), saves=2, impressions=50) for n in range(3))
    (verdict,) = find("data_limits", limited(notes=few, headline=told.headline(save_rate=0.04)))
    assert verdict.text["en"] == "3 notes are too few for a verdict on the save rate"
    many = tuple(told.note(str(n), saves=2, impressions=50) for n in range(8))
    wide = {"save_rate": Headline(value=0.04, interval=(0.02, 0.07))}
    (range_,) = find("data_limits", limited(notes=many, headline=wide))
    assert range_.text["en"] == "The save rate could lie anywhere from 2.0% to 7.0%"
    assert "About 32 notes" in (range_.why or {})["en"]


def test_four_times_the_notes_make_the_interval_half_as_wide() -> None:
    """The law that the advice rests on, by simulation: the standard error of a ratio over notes."""
    random = np.random.default_rng(51)

    def error(notes: int) -> float:
        shown = random.lognormal(8, 0.6, size=(4000, notes))
        saves = shown * np.clip(random.normal(0.03, 0.01, size=(4000, notes)), 0, 1)
        return float((saves.sum(axis=1) / shown.sum(axis=1)).std())

    assert error(40) / error(10) == pytest.approx(0.5, abs=0.05)


def test_days_and_readings_that_are_missing_are_counted() -> None:
    base = told.report()
    gaps = tuple(dt.date(2026, 10, day) for day in (3, 4))
    days = VARIANTS["fourteen months"]().report.days
    coverage = base.coverage.model_copy(update={"daily_missing": gaps, "rank_days": 4})
    keywords = (told.keyword("咖啡", told.LAST, [3.0] * 4),)
    texts = said(
        "data_limits", told.story([base.model_copy(update={"coverage": coverage, "days": days, "keywords": keywords})])
    )
    assert texts == ["The daily trends lack 2 days of the month", "Ranks were read on 4 days only"]


# -- laws of all of them


PLANTED: dict[str, Callable[[], Story]] = {
    "a rank lost": lambda: ranked(3, 3, 3, 20),
    "a rank lost on a day": lambda: ranked(3, 3, 3, (3,) * 20 + (25,) * 11),
    "a best rank": lambda: told.story(ranks_of({"新加坡咖啡": (30, 22, 15, 9, 5.6, 3)})),
    "unserved": lambda: told.story(ranks_of({"甲": (None, None)}, notes=(told.note("1", views=5),))),
    "a broken link": lambda: silenced(visited({"menu": (12,) * 4, "store": (8,) * 4}), "menu", 12),
    "a destination": lambda: told.story(visited({"menu": (20,) * 6 + (6,), "store": (30,) * 7})),
    "covers": lambda: seen(STEPS, {**STEPS, "views": 0.07}),
    "a conversation": lambda: talked([10, 12, 8, 9, 14, 11, 10, 7, 13, 9, 11, 10, 12, 8, 110]),
    "comments": lambda: discussed(2),
    "a creator": lambda: hired(told.creator("A", 8000, 500, 10000, 400), told.creator("B", 90000, 100, 20000, 9000)),
    "a gap": lambda: published(*(STEADY,) * 4, (2, 6, 22, 26)),
    "a quarter": lambda: told.story(
        [told.report("2026-10", headline=told.headline(click_throughs=850.0), targets={"click_throughs": QUARTER})]
    ),
}
ALL = {**VARIANTS, **PLANTED}
FORMATS: tuple[Callable[[Wording, float], str], ...] = (
    lambda w, v: w.count(v), lambda w, v: w.rate(v), lambda w, v: w.rate(v, 2), lambda w, v: w.share(v),
    lambda w, v: re.sub(r"[^\d.]", "", w.points(v)), lambda w, v: w.rank(v), lambda w, v: w.number(v),
    lambda w, v: w.number(v, 0), lambda w, v: w.number(v, 2),
)  # fmt: skip


def ours(story: Story) -> list[Finding]:
    return [finding for rule in OURS for finding in find(rule, story)]


def test_the_rules_of_this_file_are_all_there() -> None:
    assert set(OURS) <= set(parts("insights"))


@pytest.mark.parametrize("name", ALL)
def test_every_figure_in_a_sentence_stands_in_its_evidence(name: str) -> None:
    for finding in ours(ALL[name]()):
        for language in languages():
            assert _figures(finding, language) <= _known(finding, Wording(language)), finding.id


def _figures(finding: Finding, language: str) -> set[str]:
    """Those of the three sentences; names of notes, keywords and creators are not ours, nor are months by their number."""
    text = " ".join(part.get(language, "") for part in (finding.text, finding.why or {}, finding.action or {}))
    strings = [v for v in finding.evidence.values() if isinstance(v, str)]
    strings += [term for v in finding.evidence.values() if isinstance(v, tuple) for term in v]
    for word in sorted(strings, key=len, reverse=True):
        text = text.replace(word, "")
    return set(re.findall(r"\d[\d,.]*\d%?|\d%?", re.sub(r"\d+ ?月", "", text)))


def _known(finding: Finding, w: Wording) -> set[str]:
    numbers = told.figures(finding.evidence)
    days = [
        v[8:].lstrip("0")
        for v in finding.evidence.values()
        if isinstance(v, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", v)
    ]
    lists = [len(v) for v in finding.evidence.values() if isinstance(v, tuple)]
    more = {w.count(length - shown) for length in lists for shown in range(length)}
    return {write(w, number) for number in numbers for write in FORMATS} | set(days) | more


@pytest.mark.parametrize("name", ALL)
def test_findings_do_not_depend_on_the_order_of_what_went_in(name: str) -> None:
    story = ALL[name]()
    turned = tuple(_reversed(report) for report in story.reports)
    assert ours(replace(story, reports=turned)) == ours(story)


def _reversed(report: Report) -> Report:
    lists = ("pillars", "notes", "keywords", "destinations", "creators")
    return report.model_copy(update={name: tuple(reversed(getattr(report, name))) for name in lists})


@pytest.mark.parametrize("name", ALL)
def test_a_finding_is_named_once_and_weighs_between_0_and_1(name: str) -> None:
    found = ours(ALL[name]())
    assert len({f.id for f in found}) == len(found)
    assert all(f.rule in OURS and 0 < f.importance < 1 and (f.p is None or 0 <= f.p <= 1) for f in found)


@pytest.mark.parametrize("name", ALL)
def test_whatever_proposes_an_action_says_which_number_to_watch(name: str) -> None:
    """Data that are lacking have no number that an action could move, and notes that come out are none of the report's."""
    acting = [f for f in ours(ALL[name]()) if f.action and f.rule not in ("data_limits", "posting_rhythm")]
    assert all(f.watch for f in acting)


def test_without_data_nothing_is_said() -> None:
    assert ours(told.story([told.report()])) == []
    assert ours(told.story(told.report(month) for month in told.names(8))) == []


def test_hostile_names_stay_text() -> None:
    """Whatever a note, a keyword, a destination or a creator is called is written as it is."""
    notes = tuple(told.note(str(n), title=HOSTILE, comments=10, views=1000) for n in range(12))
    loud = told.note("x", title=HOSTILE, comments=300, views=1000)
    creators = (told.creator(HOSTILE, 8000, 500, 10000, 400), told.creator("B", 90000, 100, 20000, 9000))
    reports = ranks_of({HOSTILE: (3, 3, 3, 20)}, note=HOSTILE, notes=(*notes, loud), creators=creators)
    broken = silenced(visited({HOSTILE: (12,) * 4, "store": (8,) * 4}), HOSTILE, 12).reports
    joined = [r.model_copy(update={"destinations": b.destinations}) for r, b in zip(reports, broken, strict=True)]
    found = ours(told.story(joined))
    assert {f.rule for f in found} >= {"keyword_moved", "conversation", "creator_beats", "creator_cost", "dead_link"}
    assert all(HOSTILE in f.text[language] + (f.why or {}).get(language, "") for f in found for language in languages())


def test_no_claim_of_these_rules_stands_in_a_month_like_all_others() -> None:
    """Twelve months in which nothing happens, of everything that these rules read."""
    paths = {f"词 {n}": (4 + 3 * n,) * 12 for n in range(4)}
    calm = visited({"menu": (12,) * 12, "store": (30,) * 12})
    reports = [r.model_copy(update={"keywords": k.keywords}) for r, k in zip(calm, ranks_of(paths), strict=True)]
    assert [f.id for f in findings(told.story(reports)) if f.p is not None] == []


def test_months_before_a_gap_are_not_the_month_before() -> None:
    reports = ranks_of({"新加坡咖啡": (3, 3, 3, 20)})
    assert find("keyword_moved", told.story((*reports[:2], reports[3]))) == []
    assert months_back(reports[3].month, 1) == reports[2].month
    assert isinstance(reports[3].coverage, Coverage)


@pytest.mark.parametrize(
    ("clicks", "importance"), [(500, 0.5), (1100, 0.38), (2500, 0.28)], ids=["missed", "met", "twice"]
)
def test_a_target_of_clicks_that_is_far_too_low_weighs_little(clicks: float, importance: float) -> None:
    status = "met" if clicks >= 1000 else "missed"
    numbers = {"click_throughs": Headline(value=clicks, target=1000, status=status)}
    assert one("clicks_target", told.story([told.report(headline=numbers)])).importance == importance


def test_sentences_of_a_target_follow_each_other_as_their_language_writes_them() -> None:
    """Chinese has no space between sentences."""
    rate = Headline(value=0.021, target=0.02, status="met", interval=(0.015, 0.03))
    story = told.story(told.report(month, headline={"save_rate": rate}) for month in told.names(3))
    why = one("save_rate_target", story).why or {}
    assert "chance. Above" in why["en"]
    assert " " not in re.sub(r" ?[0-9.%]+ ?", "", why["zh"])
