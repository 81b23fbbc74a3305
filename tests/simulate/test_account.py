"""What truly happens in a simulated account, and that it behaves as planned."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from report_gen.simulate import Account, Plan, Quirks, demos, simulate
from report_gen.simulate.account import METRICS
from report_gen.simulate.plan import first_day, last_day, months_before
from report_gen.simulate.search import DEEPEST_RANK

FRAMES = ("notes", "events", "daily", "ranks", "clicks")


@pytest.fixture(scope="module")
def coffee() -> Account:
    """The demo client's whole account."""
    months, seed = demos.COMMITTED["client-x"]
    return simulate(demos.plan("client-x", months, "2026-10"), seed)


@pytest.mark.parametrize("frame", FRAMES)
def test_the_same_seed_gives_the_same_account(account: Account, plan: Plan, frame: str) -> None:
    pd.testing.assert_frame_equal(getattr(account, frame), getattr(simulate(plan, account.seed), frame))


@pytest.mark.parametrize("frame", FRAMES)
def test_another_seed_gives_another_account(account: Account, plan: Plan, frame: str) -> None:
    assert not getattr(account, frame).equals(getattr(simulate(plan, account.seed + 1), frame))


def test_another_keyword_leaves_the_notes_as_they_are(account: Account, plan: Plan) -> None:
    other = simulate(replace(plan, keywords=plan.keywords[:1], destinations=()), account.seed)
    pd.testing.assert_frame_equal(account.events, other.events)
    assert other.clicks.empty


@pytest.mark.parametrize("metric", METRICS)
def test_the_accounts_day_is_the_sum_of_its_notes(account: Account, metric: str) -> None:
    by_day = account.events.groupby("date")[metric].sum()
    assert (account.daily[metric] == by_day.reindex(account.daily.index, fill_value=0)).all()


def test_two_note_lists_differ_by_what_happened_between_them(coffee: Account) -> None:
    for month in coffee.plan.reported_months[1:]:
        opening = coffee.listed(_start(month))
        closing = coffee.listed(_start(months_before(month, -1)))
        earned = (closing[[*METRICS]] - opening.reindex(closing.index, fill_value=0)[[*METRICS]]).sum()
        truth = coffee.month(month).loc[closing.index, [*METRICS]].sum()
        assert earned.to_dict() == truth.to_dict(), month


def test_counters_never_fall_on_their_own(account: Account) -> None:
    assert (account.events[[*METRICS]] >= 0).all(axis=None)


def test_a_note_earns_nothing_before_it_is_out(account: Account) -> None:
    published = account.events["note"].map(account.notes["published_at"]).dt.normalize()
    assert (account.events["date"] >= published).all()


def test_a_months_activity_leaves_out_notes_published_after_it(account: Account) -> None:
    month = account.plan.reported_months[0]
    late = account.notes.index[account.notes["published_at"] >= pd.Timestamp(last_day(month)) + pd.Timedelta(days=1)]
    assert len(late)
    assert not account.month(month).index.isin(late).any()


def test_views_hold_the_clicks_on_covers(account: Account) -> None:
    assert (account.events["views"] >= account.events["cover_clicks"]).all()
    assert (account.events["cover_clicks"] <= account.events["impressions"]).all()


def test_notes_of_a_topic_differ_in_save_rate_by_far_more_than_chance(coffee: Account) -> None:
    life = coffee.listed(_start("2026-11")).join(coffee.notes[["topic", "format"]])
    guides = life[(life["topic"] == "Kopi guides") & (life["format"] == "image")]
    pooled = guides["saves"].sum() / guides["views"].sum()
    expected = pooled * guides["views"]
    chi_square = ((guides["saves"] - expected) ** 2 / (expected * (1 - pooled))).sum()
    assert chi_square / len(guides) > 5  # about 1 if only chance were at work


def test_guides_go_on_earning_where_store_visits_have_ended(coffee: Account) -> None:
    age = (coffee.events["date"] - coffee.events["note"].map(coffee.notes["published_at"]).dt.normalize()).dt.days
    topic = coffee.events["note"].map(coffee.notes["topic"])
    late_share = {
        name: coffee.events.loc[(topic == name) & (age >= 60), "saves"].sum()
        / coffee.events.loc[topic == name, "saves"].sum()
        for name in ("Kopi guides", "Store visits")
    }
    assert late_share["Kopi guides"] > 5 * late_share["Store visits"]


def test_the_save_rate_rises_over_the_year(coffee: Account) -> None:
    rates = [coffee.totals(m)["saves"] / coffee.totals(m)["impressions"] for m in coffee.plan.reported_months]
    assert np.mean(rates[-3:]) > 1.3 * np.mean(rates[:3])


def test_a_giveaway_brings_followers_and_impressions_but_no_saves(coffee: Account) -> None:
    giveaway, before = coffee.totals("2026-03"), coffee.totals("2026-02")
    assert giveaway["new_followers"] > 4 * before["new_followers"]
    assert giveaway["impressions"] > 1.2 * before["impressions"]
    assert giveaway["saves"] / giveaway["impressions"] < 0.85 * before["saves"] / before["impressions"]


def test_followers_of_a_giveaway_leave_in_the_weeks_after_it(coffee: Account) -> None:
    lost = coffee.daily["lost_followers"]
    assert lost["2026-03-21":"2026-04-30"].mean() > 5 * lost["2026-01-01":"2026-03-10"].mean()


def test_the_viral_note_earns_the_most_saves_of_its_month(coffee: Account) -> None:
    best = coffee.month("2026-08")["saves"].idxmax()
    assert coffee.notes.loc[best, "title"] == coffee.plan.specials[0].title


@pytest.mark.parametrize(
    ("term", "month", "low", "high"),
    [
        pytest.param("新加坡咖啡", "2026-06", 15, 21, id="before the climb"),
        pytest.param("新加坡咖啡", "2026-10", 3, 3, id="after the climb"),
        pytest.param("樟宜机场美食", "2026-09", 3, 3, id="before the slip"),
        pytest.param("樟宜机场美食", "2026-10", 5, 6, id="after the slip"),
        pytest.param("咖椰吐司", "2026-02", 1, 1, id="holds first place"),
        pytest.param("南洋咖啡", "2026-10", 2, 2, id="holds second place"),
        pytest.param("乌节路咖啡馆", "2026-08", 99, 99, id="not found on most days"),
        pytest.param("乌节路咖啡馆", "2026-10", 30, 50, id="found at last"),
    ],
)
def test_a_keyword_stands_where_the_plan_puts_it(coffee: Account, term: str, month: str, low: int, high: int) -> None:
    ranks = coffee.ranks[(coffee.ranks["keyword"] == term) & (coffee.ranks["date"].dt.strftime("%Y-%m") == month)]
    assert low <= ranks["rank"].fillna(99).median() <= high


def test_keywords_are_looked_up_on_most_days_and_twice_on_some(coffee: Account) -> None:
    looks = coffee.ranks.groupby(["keyword", "date"]).size()
    possible = len(coffee.plan.keywords) * len(pd.date_range(first_day("2025-09"), last_day("2026-10")))
    assert 0.95 < len(looks) / possible < 1
    assert 0.1 < (looks == 2).mean() < 0.2
    assert looks.max() == 2


def test_a_rank_counts_from_one_and_ends_where_nobody_scrolls_further(coffee: Account) -> None:
    ranks = coffee.ranks["rank"].dropna()
    assert ranks.min() == 1
    assert ranks.max() <= DEEPEST_RANK
    assert (ranks == ranks.round()).all()


def test_a_keyword_that_is_found_names_a_note_with_its_cue(coffee: Account) -> None:
    cue = coffee.ranks["keyword"].map({keyword.term: keyword.cue for keyword in coffee.plan.keywords})
    for row, word in zip(coffee.ranks.itertuples(), cue, strict=True):
        assert (not row.note) if np.isnan(row.rank) else (not row.note or word in row.note)


def test_clicks_are_counted_for_every_day_and_destination(coffee: Account) -> None:
    days = len(pd.date_range(first_day("2025-09"), last_day("2026-10")))
    assert coffee.clicks.groupby("destination").size().to_dict() == {"menu": days, "storefront": days}


def test_months_reach_back_from_the_last(plan: Plan) -> None:
    assert plan.reported_months == ("2026-08", "2026-09", "2026-10")
    assert plan.first_day == dt.date(2026, 4, 1)


# -- quirks


def _quirky(plan: Plan, **quirks: float) -> Account:
    calm = dict.fromkeys(("blank_titles", "repeated_titles", "emoji_titles", "autoplay_only"), 0.0)
    return simulate(replace(plan, notes_per_month=20, quirks=Quirks(**{**calm, **quirks})), 9)  # type: ignore[arg-type]


def test_without_quirks_titles_are_plain_and_differ(plan: Plan) -> None:
    calm = Quirks(blank_titles=0, repeated_titles=0, emoji_titles=0)
    titles = simulate(replace(plan, quirks=calm), 9).notes["title"]
    unchanging = {pattern for topic in plan.topics for pattern in topic.titles if "{" not in pattern}
    assert set(titles[titles.duplicated()]) <= unchanging
    assert (titles != "").all()


@pytest.mark.parametrize(
    ("quirk", "is_odd"),
    [
        pytest.param("blank_titles", lambda titles: titles == "", id="blank"),
        pytest.param("repeated_titles", lambda titles: titles.duplicated(), id="repeated"),
        pytest.param("emoji_titles", lambda titles: titles.str.contains("[✨☕🇸🇬💡📍‼🥹🙋]"), id="emoji"),
    ],
)
def test_a_share_of_titles_is_odd(plan: Plan, quirk: str, is_odd: object) -> None:
    titles = _quirky(plan, **{quirk: 0.3}).notes["title"]
    assert 0.15 < is_odd(titles).mean() < 0.45  # type: ignore[operator]


def test_hostile_titles_hold_markup_braces_formulas_and_newlines(plan: Plan) -> None:
    titles = "".join(_quirky(plan, hostile_titles=True).notes["title"])
    assert all(part in titles for part in ("<script>", "{{ 7 * 7 }}", "=HYPERLINK(", "\n", "\u202e"))


def test_a_video_shown_in_autoplay_alone_has_more_views_than_impressions(plan: Plan) -> None:
    def odd_videos(account: Account) -> int:
        life = account.listed(_start("2026-11"))
        videos = life[(account.notes["format"] == "video").loc[life.index] & (life["views"] > 0)]
        return int((videos["views"] > videos["impressions"]).sum())

    assert odd_videos(_quirky(plan)) == 0
    assert odd_videos(_quirky(plan, autoplay_only=1.0)) > 10


def test_a_deleted_note_vanishes_from_later_lists_and_earns_no_more(plan: Plan) -> None:
    account = _quirky(plan, deleted=2)
    deleted = account.notes.dropna(subset="deleted_on")
    assert len(deleted) == 2
    for note, day in deleted["deleted_on"].items():
        assert note in account.listed(day.to_pydatetime() - dt.timedelta(hours=1)).index
        assert note not in account.listed(day.to_pydatetime()).index
        assert account.events.loc[account.events["note"] == note, "date"].max() < day


def test_a_corrected_counter_falls(plan: Plan) -> None:
    events = _quirky(plan, corrected=2).events
    assert (events["likes"] < 0).sum() == 2


def test_twins_share_a_second(plan: Plan) -> None:
    assert _quirky(plan, twins=3).notes["published_at"].duplicated().sum() == 3
    assert not _quirky(plan).notes["published_at"].duplicated().any()


def _start(month: str) -> dt.datetime:
    return dt.datetime.combine(first_day(month), dt.time(2, 9))
