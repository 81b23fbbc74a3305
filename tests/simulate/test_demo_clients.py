"""The demo clients in clients/: made by the simulator, settings that fit, and words that are true of the numbers."""

from __future__ import annotations

import datetime as dt
import hashlib
import math
import re
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from report_gen import commentary, config
from report_gen.check import check
from report_gen.config import ClientConfig
from report_gen.simulate import Account, demos, simulate, write
from report_gen.topics import topics
from report_gen.workspace import Workspace

WORKSPACE = Workspace(Path(__file__).parents[2])
PAGES = {"overview", "saves", "comments", "search-rank", "click-throughs", "notes", "method"}


@cache
def account_of(slug: str) -> Account:
    months, seed = demos.COMMITTED[slug]
    return simulate(demos.plan(slug, months, "2026-10"), seed)


@cache
def config_of(slug: str) -> ClientConfig:
    return config.load(WORKSPACE.client(slug))


def parts_of(path: Path) -> dict[str, bytes]:
    """A workbook's parts; another version of zlib may pack the same ones differently."""
    if path.suffix != ".xlsx":
        return {"": path.read_bytes()}
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def visible(folder: Path) -> list[str]:
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*.*") if p.is_file() and p.name[0] != ".")


@pytest.mark.parametrize("slug", demos.COMMITTED)
def test_the_exports_are_what_the_simulator_writes(slug: str, tmp_path: Path) -> None:
    exports = WORKSPACE.client(slug).exports
    write(account_of(slug), tmp_path)
    assert visible(exports) == visible(tmp_path)
    assert [name for name in visible(exports) if parts_of(exports / name) != parts_of(tmp_path / name)] == []


@pytest.mark.parametrize("slug", demos.COMMITTED)
def test_the_manifest_names_every_export_so_that_it_can_be_simulated_again(slug: str) -> None:
    exports = WORKSPACE.client(slug).exports
    manifest = dict(line.split("  ")[::-1] for line in (exports / ".simulated").read_text("utf-8").splitlines())
    assert manifest == {name: hashlib.sha256((exports / name).read_bytes()).hexdigest() for name in visible(exports)}


def test_the_exports_of_the_demo_stay_small() -> None:
    sizes = [
        p.stat().st_size for slug in demos.COMMITTED for p in WORKSPACE.client(slug).exports.rglob("*") if p.is_file()
    ]
    assert sum(sizes) < 3_000_000


@pytest.mark.parametrize("slug", demos.COMMITTED)
def test_the_settings_name_the_plans_pillars_keywords_and_destinations(slug: str) -> None:
    settings, plan = config_of(slug), account_of(slug).plan
    assert {pillar.name: pillar.match for pillar in settings.pillars} == {
        topic.name: topic.match for topic in plan.topics
    }
    assert {k.term: (k.group, k.weight) for k in settings.keywords} == {
        k.term: (k.group, k.weight) for k in plan.keywords
    }
    assert {name: d.match for name, d in settings.destinations.items()} == {d.name: d.match for d in plan.destinations}


@pytest.mark.parametrize("slug", demos.COMMITTED)
def test_every_title_falls_into_the_pillar_of_its_topic(slug: str) -> None:
    account, settings = account_of(slug), config_of(slug)
    special = {note.title for note in account.plan.specials if note.months_ago == 7}  # the giveaway belongs to none
    notes = account.notes[(account.notes["title"] != "") & ~account.notes["title"].isin(special)]
    assert [topics(title, {}, settings).pillar for title in notes["title"]] == notes["topic"].tolist()


def test_the_two_demo_clients_differ_in_trade_colour_and_denominator() -> None:
    x, y = config_of("client-x"), config_of("client-y")
    assert x.category != y.category
    assert x.brand.colour != y.brand.colour
    assert (x.save_rate.per, y.save_rate.per) == ("impressions", "views")


def test_the_analysts_tags_name_notes_that_exist() -> None:
    lines = WORKSPACE.client("client-x").note_tags.read_text("utf-8").splitlines()[1:]
    published = account_of("client-x").notes["published_at"].astype(str)
    assert {line.split(",")[0] for line in lines} <= set(published)


def test_the_giveaway_is_marked_where_it_happened() -> None:
    (event,) = config_of("client-x").events
    (note,) = (n for n in account_of("client-x").plan.specials if n.fleeting)
    published = account_of("client-x").notes.set_index("title").loc[note.title, "published_at"]
    assert event.start == published.date()


def test_another_client_gets_the_coffee_account() -> None:
    assert demos.plan("kedai", 14, "2026-10") == demos.plan("client-x", 14, "2026-10")


def test_a_demo_can_end_in_any_month() -> None:
    account = simulate(demos.plan("client-x", 9, "2027-02"), 1)
    assert account.plan.reported_months[0] == "2026-06"
    assert {"2026-12-08", "2026-07-14"} <= set(account.notes["published_at"].dt.strftime("%Y-%m-%d"))


# -- the commentary


HEADINGS = commentary.Headings.of(WORKSPACE.template_folders)


def written(name: str) -> commentary.Words:
    return commentary.read(WORKSPACE.client("client-x").commentary / f"{name}.md", HEADINGS)


def words(name: str) -> dict[str, str]:
    pages = written(name).pages
    return {page: re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", words.html)) for page, words in pages.items()}


MONTHS = ("2026-08", "2026-09", "2026-10")


@pytest.mark.parametrize("month", MONTHS)
@pytest.mark.parametrize(
    ("language", "author"),
    [("", "Account team, Lantern (fictional agency)"), (".zh", "Lantern 客户团队（虚构代理商）")],
    ids=["English", "Chinese"],
)
def test_the_commentary_has_a_heading_per_page_an_author_and_a_date(month: str, language: str, author: str) -> None:
    found = written(month + language)
    assert found.unknown == ()
    assert set(found.pages) <= PAGES
    assert {words.author for words in found.pages.values()} == {author}
    assert all(words.date and f"{words.date:%Y-%m}" > month for words in found.pages.values())


@pytest.mark.parametrize("month", MONTHS)
def test_the_chinese_words_have_the_figures_of_the_english_ones(month: str) -> None:
    """Which are held against the truth below. Chinese writes as figures what English writes as names of months or words."""
    english, chinese = words(month), words(f"{month}.zh")
    assert english.keys() == chinese.keys()
    for page, text in chinese.items():
        figures = set(re.findall(r"\d[\d,.]*\d%?|\d%?", re.sub(r"\d+月(\d+日)?", "", text)))
        assert figures - set(re.findall(r"\d[\d,.]*\d%?|\d%?", english[page])) == set(), page


@pytest.mark.parametrize("slug", demos.COMMITTED)
def test_every_name_of_the_settings_has_one_in_chinese(slug: str) -> None:
    settings = config_of(slug)
    named = {
        *(pillar.name for pillar in settings.pillars),
        *settings.traits,
        *settings.destinations,
        *(keyword.group for keyword in settings.keywords if keyword.group),
        *(event.name for event in settings.events),
    }
    assert settings.languages == ("en", "zh")
    assert named <= set(settings.names["zh"])
    assert all(re.search("[\u4e00-\u9fff]", name) for name in settings.names["zh"].values())


class Truth:
    """The figures of one month that the commentary speaks of, from the account's true events."""

    def __init__(self, month: str) -> None:
        self.account = account_of("client-x")
        self.month = month
        self.totals = self.account.totals(month)
        self.notes = self.account.month(month).join(self.account.notes[["title", "topic", "published_at"]])
        self.rate = self.totals["saves"] / self.totals["impressions"]

    def share(self, topic: str, metric: str) -> float:
        return float(self.notes.loc[self.notes["topic"] == topic, metric].sum() / self.totals[metric])

    def shares(self, topic: str, of: str) -> str:
        """“43% of the saves from 36%”, with `of` between share and metric as the text has it."""
        return f"{self.share(topic, 'saves'):.0%} of {of} from {self.share(topic, 'impressions'):.0%} of"

    def days_found(self, keyword: str) -> str:
        ranks = self.looks(keyword)
        return f"{(ranks < math.inf).sum()} of {len(ranks)}"

    def note(self, published: str) -> pd.Series:
        return self.notes[self.notes["published_at"].dt.strftime("%F") == published].iloc[0]

    def click_throughs(self) -> int:
        clicks = self.account.clicks
        return int(
            clicks.loc[clicks["date"].dt.strftime("%Y-%m") == self.month, "clicks"].sum()
            + self.totals["profile_visits"]
        )

    def looks(self, keyword: str) -> pd.Series:
        ranks = self.account.ranks
        rows = ranks[(ranks["keyword"] == keyword) & (ranks["date"].dt.strftime("%Y-%m") == self.month)]
        return rows["rank"].fillna(math.inf).groupby(rows["date"]).median()  # not found is worse than any rank


def _august(t: Truth) -> dict[str, list[str]]:
    viral = t.note("2026-08-08")
    saves, impressions = t.totals["saves"] - viral["saves"], t.totals["impressions"] - viral["impressions"]
    return {
        "overview": [
            f"{viral['saves']:,} of the month’s {t.totals['saves']:,} saves, about a quarter",
            f"{saves:,} saves at a rate of {saves / impressions:.1%}",
            f"read the {t.rate:.1%} as partly borrowed",
        ],
        "saves": [t.shares("Kopi guides", "all saves")],
        "search-rank": [f"stood at {t.looks('新加坡咖啡').median():.0f} in August"],
        "click-throughs": [f"{t.click_throughs():,} click-throughs against a target of {_target(t):,}"],
    }


def _september(t: Truth) -> dict[str, list[str]]:
    best = t.notes.loc[t.notes["saves"].idxmax()]
    talked = t.notes.nlargest(2, "comments")
    assert set(talked["topic"]) == {"Store visits", "Kaya & breakfast"}
    assert t.looks("樟宜机场美食").iloc[-1] == 4
    return {
        "overview": [
            f"{t.totals['saves']:,} saves against {Truth('2026-08').totals['saves']:,}",
            f"save rate of {t.rate:.1%}",
        ],
        "saves": [
            f"most saves of any note: {best['saves']}, at {best['saves'] / best['impressions']:.1%}",
            t.shares("Kopi guides", "the saves"),
        ],
        "comments": ["the most comments, {} and {},".format(*talked["comments"])],
        "search-rank": [
            f"新加坡咖啡 moved to {t.looks('新加坡咖啡').median():.0f}",
            f"still stood at {t.looks('樟宜机场美食').median():.0f}",
        ],
    }


def _october(t: Truth) -> dict[str, list[str]]:
    gift, comparison = t.note("2026-09-30"), t.note("2026-10-23")
    assert gift["saves"] / gift["impressions"] > 2 * t.rate
    assert comparison["saves"] / comparison["impressions"] == pytest.approx(
        gift["saves"] / gift["impressions"], rel=0.03
    )
    assert 2 * comparison["impressions"] < gift["impressions"]
    assert gift["saves"] / t.totals["saves"] == pytest.approx(1 / 6, rel=0.03)
    before = {month: Truth(month) for month in ("2026-06", "2026-09")}
    clicks = t.click_throughs()
    return {
        "overview": [
            f"one in every {t.totals['impressions'] / t.totals['saves']:.0f} notes",
            t.shares("Kopi guides", "the month’s saves"),
            f"earned {t.share('Store visits', 'saves'):.0%} from {t.share('Store visits', 'impressions'):.0%}",
        ],
        "saves": [f"earned {gift['saves']} saves, one in six"],
        "comments": [f"{t.share('Store visits', 'comments'):.0%} of all comments"],
        "search-rank": [
            f"reached rank {t.looks('新加坡咖啡').median():.0f}, after "
            f"{before['2026-09'].looks('新加坡咖啡').median():.0f} in September and "
            f"{before['2026-06'].looks('新加坡咖啡').median():.0f} in June",
            f"slipped from {before['2026-09'].looks('樟宜机场美食').median():.0f} to {t.looks('樟宜机场美食').median():.0f}",
            f"found on {t.days_found('乌节路咖啡馆')} days, after {before['2026-09'].days_found('乌节路咖啡馆')} in September: "
            f"far down at {t.looks('乌节路咖啡馆').median():.0f}",
        ],
        "click-throughs": [
            f"{clicks:,} click-throughs, {_target(t) - clicks} short of the target",
            f"{100 * clicks / t.totals['views']:.1f} times per 100 views",
        ],
    }


def _target(truth: Truth) -> int:
    return int(config_of("client-x").target("click_throughs", truth.month) or 0)


@pytest.mark.parametrize(("month", "told"), [*zip(MONTHS, (_august, _september, _october), strict=True)], ids=MONTHS)
def test_what_the_commentary_says_is_true(month: str, told: Callable[[Truth], dict[str, list[str]]]) -> None:
    text = words(month)
    missing = [(page, part) for page, parts in told(Truth(month)).items() for part in parts if part not in text[page]]
    assert missing == []


@pytest.mark.parametrize("month", ["2026-09", "2026-10"])
def test_the_words_agree_with_the_report_in_every_language(month: str) -> None:
    """Each action has its finding, each agreed one its outcome, each number its value."""
    found = check(WORKSPACE, "client-x", dt.date(2026, 11, 3), month)
    assert [remark for remark in found.remarks if remark.kind == "words"] == []


def test_only_august_brought_more_saves_than_october() -> None:
    saves = {
        month: account_of("client-x").totals(month)["saves"] for month in account_of("client-x").plan.reported_months
    }
    assert sorted(saves, key=lambda month: -saves[month])[:2] == ["2026-08", "2026-10"]
