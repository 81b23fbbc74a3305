"""What pages say about the numbers."""

import datetime as dt
from dataclasses import replace

import pytest

from report_gen import phrases
from report_gen.report import Finding, Headline, Report, Usual
from report_gen.story import Story
from report_gen.wording import Wording
from tests import stories
from tests.moved import given, moved

SURE = (0.027, 0.036)


def told(story: Story, **headlines: Headline | None) -> Story:
    """The story with other headline numbers this month; None removes one."""
    report = story.report
    kept = {name: value for name, value in {**report.headline, **headlines}.items() if value is not None}
    return replace(story, reports=(*story.reports[:-1], report.model_copy(update={"headline": kept})))


def archived_changes(w: Wording, report: Report) -> tuple[str, str]:
    """Of the save rate and of the saves, as the archive has them."""
    month = phrases.archived_month(w, report)
    return month.save_rate_change, month.saves_change


def rate(value: float | None, **more: object) -> Headline:
    return Headline(value=value, **more)  # type: ignore[arg-type]


def months(*saves: int) -> Story:
    """Months up to October 2026 with these saves."""
    story = stories.story(len(saves))
    reports = tuple(
        report.model_copy(update={"headline": {"saves": Headline(value=value)}})
        for report, value in zip(story.reports, saves, strict=True)
    )
    return replace(story, reports=reports)


@pytest.mark.parametrize(
    ("headline", "said", "sure"),
    [
        pytest.param(rate(0.031, target=0.025, interval=SURE), "0.6 points above", "", id="above"),
        pytest.param(rate(0.019, target=0.025, interval=(0.01, 0.02)), "0.6 points below", "", id="below"),
        pytest.param(rate(0.035, target=0.025, interval=SURE), "1.0 point above", "", id="one point"),
        pytest.param(
            rate(0.0251, target=0.025, interval=(0.02, 0.03)),
            "met exactly",
            "could be chance",
            id="what rounds to nothing is none",
        ),
        pytest.param(rate(0.031, target=0.025), "0.6 points above", "too few notes to tell", id="no interval"),
        pytest.param(
            rate(0.031, target=0.025, interval=(0.02, 0.04)),
            "0.6 points above",
            "could be chance",
            id="in the interval",
        ),
        pytest.param(
            rate(0.031, target=0.025, interval=(0.027, 0.036)), "0.6 points above", "", id="out of the interval"
        ),
    ],
)
def test_the_target_row_says_the_gap_in_points(headline: Headline, said: str, sure: str) -> None:
    row = phrases.comparisons(told(stories.story(1), save_rate=headline))[0]
    assert (row.name, row.value, row.said, row.sure) == ("Target", "2.5%", said, sure)


@pytest.mark.parametrize(
    ("previous", "significant", "said", "sure"),
    [
        (0.027, False, "about the same", "0.4 points apart"),
        (0.027, True, "0.4 points up", "beyond chance"),
        (0.036, True, "0.5 points down", "beyond chance"),
        (0.036, None, "no verdict", "too few notes to tell"),
        (0.0311, None, "unchanged", ""),
    ],
)
def test_the_row_of_last_month_says_whether_it_could_be_chance(
    previous: float, significant: bool | None, said: str, sure: str
) -> None:
    story = told(stories.story(3), save_rate=rate(0.031, previous=previous, significant=significant))
    row = phrases.comparisons(story)[0]
    assert (row.name, row.said, row.sure) == ("September", said, sure)


def test_a_change_of_source_is_no_change() -> None:
    """September by the daily trends, October by the notes: neither the rate nor the count is said to have moved."""
    bases = {"basis": "snapshots", "previous_basis": "daily"}
    story = told(
        stories.story(2),
        save_rate=rate(0.031, previous=0.02, significant=True, **bases),
        saves=rate(900, previous=600, change=0.5, **bases),
    )
    row = phrases.comparisons(story)[1 if phrases.comparisons(story)[0].name == "Target" else 0]
    assert (row.name, row.said, row.sure) == ("September", "no verdict", "counted another way")
    assert phrases.lead(story, "overview").startswith("Save rate is 3.1%. In September it was 2.0%.")
    saves = phrases.signals(story)[0]
    assert (saves.change, saves.fact) == ("", "September, 600, was counted another way")
    assert archived_changes(story.wording, story.report) == ("–", "–")


def test_a_year_ago_is_compared_only_where_that_month_is_there() -> None:
    names = [row.name for row in phrases.comparisons(stories.story(14))]
    assert names == ["Target", "September", "Year ago"]
    assert [row.name for row in phrases.comparisons(stories.story(12))] == ["Target", "September"]


def test_a_year_ago_is_judged_by_the_notes_of_both_months() -> None:
    said = {months: phrases.comparisons(moved(stories.story(months), 2))[-1] for months in (13, 14)}
    assert (said[14].said, said[14].sure) == ("4.2 points up", "beyond chance")
    assert (said[13].said, said[13].sure) == ("no verdict", "its first month")


def test_a_partial_month_is_compared_with_nothing() -> None:
    story = stories.VARIANTS["partial month"]()
    assert phrases.comparisons(story) == ()
    assert {signal.change for signal in phrases.signals(story)} == {""}
    assert "not compared with whole months" in phrases.attention(story)


def test_a_first_month_says_so() -> None:
    assert phrases.attention(stories.story(1)).startswith("First month")
    assert phrases.attention(stories.story(2)) == ""


@pytest.mark.parametrize(
    ("basis", "words"),
    [("daily", "the totals are the whole account’s"), ("snapshots", "only notes published in it are counted")],
)
def test_a_first_month_says_what_its_totals_hold(basis: str, words: str) -> None:
    told = stories.story(1)
    saves = told.report.headline["saves"].model_copy(update={"basis": basis})
    report = told.report.model_copy(update={"headline": {**told.report.headline, "saves": saves}})
    assert words in phrases.attention(replace(told, reports=(report,)))


@pytest.mark.parametrize(
    ("saves", "said"),
    [
        pytest.param((5, 9), "", id="two months have no order worth a word"),
        pytest.param((5, 6, 7, 9), "Most of 4 months", id="most"),
        pytest.param((5, 20, 7, 9), "Second only to August", id="second"),
        pytest.param((20, 21, 7, 6, 5, 9), "Most since June", id="most since"),
        pytest.param((5, 6, 7, 4), "Least of 4 months", id="least"),
        pytest.param((5, 20, 21, 9), "15 a month on average", id="in between"),
        pytest.param((20, *[7] * 11, 9), "Second only to October 2025", id="the same month a year ago has its year"),
    ],
)
def test_a_count_is_placed_among_the_months_before(saves: tuple[int, ...], said: str) -> None:
    assert phrases.standing(months(*saves), "saves") == said


def test_signals_without_a_value_are_left_out() -> None:
    story = told(stories.story(), click_throughs=Headline(value=None), search_visibility=None)
    assert [signal.name for signal in phrases.signals(story)] == ["Saves", "Comments"]


@pytest.mark.parametrize(
    ("headline", "said"),
    [
        pytest.param(rate(0.031, previous=0.02, significant=True), "3.1%. It rose by 1.1 points on September", id="up"),
        pytest.param(rate(0.01, previous=0.02, significant=True), "1.0%. It fell by 1.0 point on September", id="down"),
        pytest.param(
            rate(0.024, previous=0.02, significant=False),
            "2.4%. It is about the same as in September (2.0%)",
            id="chance",
        ),
        pytest.param(
            rate(0.0201, previous=0.02, significant=False), "2.0%. It is the same as in September", id="the same"
        ),
        pytest.param(rate(0.024, previous=0.02), "2.4%. In September it was 2.0%", id="too few notes for a verdict"),
        pytest.param(rate(0.021), "2.1%", id="nothing to compare with"),
    ],
)
def test_rose_and_fell_are_said_only_beyond_chance(headline: Headline, said: str) -> None:
    assert phrases.lead(told(stories.story(), save_rate=headline), "overview").startswith(f"Save rate is {said}.")


def test_the_highest_of_many_months_is_said_only_beyond_chance() -> None:
    """Twice the saves is beyond chance against each of the months before; a fifth more is against September, but not March."""
    assert phrases.lead(moved(stories.story(), 2), "overview").startswith(
        "Save rate is 5.9%: it meets its target of 2.5%. It is the highest of 13 months."
    )
    assert "%. It rose by 1.2 points on September." in phrases.lead(moved(stories.story(), 1.2), "overview")


@pytest.mark.parametrize(
    ("status", "standing", "said"),
    [
        ("met", "within", "3.1%: it meets its target of 2.5% and is within its usual range"),
        ("missed", "within", "3.1%: it misses its target of 2.5%, but is within its usual range"),
        (None, "within", "3.1%, within its usual range"),
        ("met", "above", "3.1%: it meets its target of 2.5%"),
        ("missed", None, "3.1%: it misses its target of 2.5%"),
        (None, "below", "3.1%"),
    ],
)
def test_the_first_sentence_is_where_the_rate_stands(status: str | None, standing: str | None, said: str) -> None:
    """Against the target, then the client's own history; a place outside of that may be chance and is not said here."""
    headline = rate(0.031, target=0.025 if status else None, status=status, standing=standing)
    assert phrases.lead(told(stories.story(), save_rate=headline), "overview").startswith(f"Save rate is {said}.")


def test_the_overview_does_not_say_save_rate_twice() -> None:
    story = stories.story()
    first, second, *_ = story.report.insights
    report = story.report.model_copy(update={"insights": (first.model_copy(update={"id": "save_rate_target"}), second)})
    lead = phrases.lead(replace(story, reports=(*story.reports[:-1], report)), "overview")
    assert first.text["en"] not in lead
    assert second.text["en"] in lead


def test_a_month_without_save_rate_says_so() -> None:
    assert phrases.lead(told(stories.story(), save_rate=rate(None)), "overview").startswith("There is no save rate")


@pytest.mark.parametrize(
    "page", ["overview", "saves", "comments", "search-rank", "click-throughs", "notes", "creators", "method"]
)
@pytest.mark.parametrize("variant", stories.VARIANTS)
def test_every_page_has_whole_sentences_in_every_case(page: str, variant: str) -> None:
    lead = phrases.lead(stories.VARIANTS[variant](), page)
    assert lead == "" or lead.endswith(".")
    assert "None" not in lead
    assert "{" not in lead or "hostile" in variant


@pytest.mark.parametrize(
    ("unknown", "said"),
    [
        ({}, "2 creators brought 400 saves for ¥1,100."),
        ({"fee": None}, "2 creators brought 400 saves."),
        ({"saves": None}, "2 creators published for the brand."),
    ],
    ids=["all known", "a fee unknown", "saves unknown"],
)
def test_creators_are_summed_as_far_as_is_known(unknown: dict[str, None], said: str) -> None:
    story = stories.story()
    one = story.report.creators[0].model_copy(update={"saves": 200, "fee": 550.0})
    pair = (one, one.model_copy(update={"name": "B", **unknown}))
    report = story.report.model_copy(update={"creators": pair, "insights": ()})
    assert phrases.lead(replace(story, reports=(*story.reports[:-1], report)), "creators") == said


def test_click_throughs_say_their_target_once_and_then_what_else_was_found() -> None:
    story = stories.story()
    target = next(finding for finding in story.report.insights if finding.section == "click-throughs")
    other = target.model_copy(
        update={"id": "dead_link:menu", "importance": 0.1, "text": {"en": "The menu’s link is dead"}}
    )
    report = story.report.model_copy(update={"insights": (target, other)})
    lead = phrases.lead(replace(story, reports=(*story.reports[:-1], report)), "click-throughs")
    assert target.text["en"] not in lead
    assert lead.endswith(" The menu’s link is dead.")


def test_a_long_list_of_days_ends_with_how_many_more() -> None:
    story = stories.story(1)
    days = [dt.date(2026, 10, day) for day in range(1, 10)]
    assert phrases.day_list(story, days[:2]) == "1 Oct and 2 Oct"
    assert phrases.day_list(story, days).endswith("6 Oct and 3 more")


def test_the_archive_compares_no_partial_month() -> None:
    partial: Report = stories.VARIANTS["partial month"]().report
    whole = stories.story().report
    w = stories.story().wording
    assert archived_changes(w, partial) == ("–", "–")
    assert archived_changes(w, whole) == ("about the same", "+41%")
    assert phrases.archived_month(w, moved(stories.story(), 2).report).save_rate_change == "+3.6"
    assert phrases.archived_month(w, given(stories.story(), None).report).save_rate_change == "–"


USUAL = Usual(median=0.025, low=0.021, high=0.031, months=6)


@pytest.mark.parametrize(
    ("headline", "row"),
    [
        pytest.param(
            rate(0.026, usual=USUAL, standing="within"), ("Usual", "2.5%", "within 2.1% to 3.1%"), id="within"
        ),
        pytest.param(rate(0.04, usual=USUAL, standing="above"), ("Usual", "2.5%", "above 2.1% to 3.1%"), id="above"),
        pytest.param(rate(0.01, usual=USUAL, standing="below"), ("Usual", "2.5%", "below 2.1% to 3.1%"), id="below"),
        pytest.param(
            rate(0.0312, usual=USUAL, standing="above"), ("Usual", "2.5%", "above 2.10% to 3.10%"), id="by a little"
        ),
        pytest.param(
            rate(0.04, usual=USUAL, standing="above", target=0.03, status="met"),
            ("Target", "3.0%", "1.0 point above"),
            id="a target comes first",
        ),
    ],
)
def test_without_a_target_the_first_row_is_the_clients_own_history(headline: Headline, row: tuple[str, ...]) -> None:
    found = phrases.comparisons(told(stories.story(1), save_rate=headline))[0]
    assert (found.name, found.value, found.said) == row


@pytest.mark.parametrize(
    ("saves", "usual", "said"),
    [
        pytest.param((5, 9, 8, 6), Usual(median=8, low=5, high=9, months=3), "Within its usual 5 to 9", id="within"),
        pytest.param((20, 5, 7, 6, 9, 8, 4, 10), Usual(median=6.5, low=4, high=9, months=6),
                     "Above its usual 4 to 9", id="above, but not the most"),
        pytest.param((1, 5, 7, 6, 9, 8, 6, 2), Usual(median=6.5, low=5, high=9, months=6),
                     "Below its usual 5 to 9", id="below, but not the least"),
        pytest.param((5, 6, 7, 9), Usual(median=6, low=5, high=7, months=3), "Most of 4 months", id="the most says more"),
        pytest.param((5, 6, 7, 1), Usual(median=6, low=5, high=7, months=3), "Least of 4 months", id="the least"),
    ],
)  # fmt: skip
def test_a_count_without_a_target_is_held_against_its_usual_range(
    saves: tuple[int, ...], usual: Usual, said: str
) -> None:
    story = months(*saves)
    standing = "above" if saves[-1] > usual.high else "below" if saves[-1] < usual.low else "within"
    held = told(story, saves=Headline(value=saves[-1], usual=usual, standing=standing))  # type: ignore[arg-type]
    assert [signal.fact for signal in phrases.signals(held)] == [said]


# -- which findings a first screen tells


def finding(id_: str, section: str, importance: float, action: str = "") -> Finding:
    """`action` alone is what it asks for."""
    asked = {"en": action} if action else None
    return Finding(
        id=id_, section=section, importance=importance, evidence={}, text={"en": id_}, action=asked,
    )  # fmt: skip


def found(*findings: Finding) -> Story:
    story = stories.story()
    report = story.report.model_copy(update={"insights": findings})
    return replace(story, reports=(*story.reports[:-1], report))


RANKS = tuple(finding(f"rank {n}", "search-rank", 0.9 - n / 100) for n in range(4))


@pytest.mark.parametrize(
    ("findings", "ids"),
    [
        pytest.param(
            (*RANKS, finding("saved", "saves", 0.4), finding("talk", "comments", 0.3)),
            ["rank 0", "rank 1", "rank 2", "saved", "talk"],
            id="two of one page, and more of it only where there is room",
        ),
        pytest.param(
            (*RANKS, *(finding(name, name, 0.2) for name in ("saves", "comments", "creators"))),
            ["rank 0", "rank 1", "saves", "comments", "creators"],
            id="two of one page, as long as others have something to say",
        ),
        pytest.param(RANKS, ["rank 0", "rank 1", "rank 2", "rank 3"], id="all of one page where there is nothing else"),
        pytest.param(
            (finding("rank", "search-rank", 0.62), finding("saved", "saves", 0.6)), ["saved", "rank"],
            id="saves first among those of nearly equal weight",
        ),
        pytest.param(
            (finding("rank", "search-rank", 0.7), finding("saved", "saves", 0.6)), ["rank", "saved"],
            id="but not before what weighs more",
        ),
        pytest.param(
            (
                *(finding(f"{page} pins", page, 0.8, "Pin it.") for page in ("search-rank", "click-throughs")),
                *(finding(page, page, 0.4) for page in ("saves", "comments", "creators")),
                finding("other", "search-rank", 0.3),
            ),
            ["click-throughs pins", "saves", "comments", "creators", "other"],
            id="what another asks for already comes after all others",
        ),
    ],
)  # fmt: skip
def test_a_first_screen_tells_of_many_things(findings: tuple[Finding, ...], ids: list[str]) -> None:
    assert [one.id for one in phrases.findings(found(*findings))] == ids
    assert [one.id for one in phrases.findings(found(*reversed(findings)))] == ids


def test_what_several_findings_ask_for_is_said_once() -> None:
    story = found(*(finding(f"rank {n}", "search-rank", 0.8 - n / 10, "Pin it.") for n in range(3)))
    assert list(phrases.next_steps(story, phrases.findings(story))) == ["rank 0"]


def test_under_a_title_on_screen_stand_the_numbers_where_the_findings_follow() -> None:
    story = found(finding("It moved", "search-rank", 0.8))
    assert "It moved" not in phrases.opening(story, "search-rank", "screen")
    assert phrases.opening(story, "search-rank", "paper").endswith("It moved.")


@pytest.mark.parametrize(
    ("months", "page", "said"),
    [
        (1, "saves", "what moved the save rate"), (1, "search-rank", "which keywords moved"),
        (1, "click-throughs", "usual ranges"), (4, "saves", "usual ranges"), (8, "saves", ""), (8, "search-rank", ""),
    ],
)  # fmt: skip
def test_what_needs_more_months_is_named(months: int, page: str, said: str) -> None:
    told = phrases.not_yet(stories.story(months), page)
    assert (said in told) if said else told == ""


def test_a_month_that_is_not_over_says_so_at_its_head_only() -> None:
    assert phrases.not_yet(stories.VARIANTS["partial month"](), "saves") == ""
