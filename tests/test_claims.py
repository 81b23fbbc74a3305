"""No sentence, title or remark says that a rate rose or fell, led or trailed, unless that is beyond chance."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import pytest

from report_gen import phrases
from report_gen.insights import findings
from report_gen.parts import parts
from report_gen.report import Headline
from report_gen.significance import basis_changed
from report_gen.story import Story
from tests.moved import NOTE_RATES, given, last, moved
from tests.stories import VARIANTS, story

DIRECTION = re.compile(
    r"\b(ro|ri)se(s|n)?\b|\bf[ae]ll(s|en)?\b|\b(up|down|higher|lower|highest|lowest|best|worst|better|worse|more|less|above|"
    r"below|increased?|decreased?|grew|grown|gained|lost|improved|dropped|declined|doubled|halved|moved|record)\b",
    re.IGNORECASE,
)
# What speaks of counts, ranks and the visibility index, which are read off and not estimated from notes. Whatever is new is
# checked.
COUNTED = {
    "charts": {"age_curve", "visibility_by_keyword", "visibility_by_month"},
    "listings": {"destinations", "keyword_moves", "reconciliation"},
    "insights": {"clicks_target", "creator_beats"},
}
# Sentences with such a word that claim nothing of a rate: statuses that are counted, advice, what a range is.
HARMLESS = (
    r"(Above|Below) the [\d.]+% target for \d+ months running",
    r"Bring .* up to date, .*",
    r"Publish more notes of the kind that is to be judged .*",
    r"(Lifted|Held down) most by .*",
    r"Usual: lowest to highest of the \d+ months before\.",
)
STORIES = ("fourteen months", "two months", "no daily trends", "no targets", "one pillar", "tiny numbers",
           "huge numbers", "first month", "partial month", "nothing known", "one note", "no notes")  # fmt: skip
_SENTENCE = re.compile(r"(?<=[a-z%)]\.) ")
PLACES = ("lead of overview", "row September", "charts/save_rate_by_month, title")


@cache
def told(name: str) -> Story:
    return VARIANTS[name]()


def sentences(of: Story) -> Iterator[tuple[str, str]]:
    """Every sentence about rates with where it stands: heads, rows, findings, and the words of charts and tables."""
    # Of the other pages the first words are counts; their findings come below.
    level, *moved = _SENTENCE.split(phrases.lead(last(of, of.report.model_copy(update={"insights": ()})), "overview"))
    yield "level of overview", level
    yield "lead of overview", " ".join(moved)
    for row in phrases.comparisons(of):
        if row.name != "Year ago":
            yield f"row {row.name}", f"{row.said}, {row.sure}"
    for finding in findings(of):
        # What has a p is a claim by intention, and stands beyond chance by Holm's procedure.
        if finding.rule not in COUNTED["insights"] and finding.p is None:
            for part in (finding.text, finding.why, finding.action):
                yield f"finding {finding.id}", (part or {}).get("en", "")
    for folder in ("charts", "listings"):
        for name, module in parts(folder).items():
            if name not in COUNTED[folder]:
                yield from _drawn(folder, name, module, of)


def _drawn(folder: str, name: str, module: object, of: Story) -> Iterator[tuple[str, str]]:
    made = module.figure(of) if folder == "charts" else module.listing(of)  # type: ignore[attr-defined]
    if made is not None:
        for part in ("title", "subtitle", "note", "description"):
            text = getattr(made, part, "")
            yield from ((f"{folder}/{name}, {part}", one) for one in _SENTENCE.split(text))


def claims(of: Story) -> list[tuple[str, str]]:
    """Sentences with a word of direction that is neither harmless nor marked as possible chance."""
    return [(where, text) for where, text in sentences(of) if _directs(of, text) and not _excused(of, text)]


def _directs(of: Story, text: str) -> bool:
    return DIRECTION.search(_without_titles(of, text)) is not None


def _excused(of: Story, text: str) -> bool:
    harmless = any(re.fullmatch(pattern, text) for pattern in HARMLESS)
    return harmless or "could be chance" in text or _against_target(of, text)


def _without_titles(of: Story, text: str) -> str:
    """Names of notes, pillars and keywords are theirs who wrote them."""
    names = {n.title for n in of.report.notes} | {g.name for g in of.report.pillars}
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, "…") if name else text
    return text


def _against_target(of: Story, text: str) -> bool:
    """A distance from the target that the interval leaves no doubt of, or that says that there are too few notes."""
    rate = of.report.headline["save_rate"]
    if rate.target is None or not re.search(r"target|points? (above|below)|met exactly", text):
        return False
    if rate.interval is None:
        return "too few notes to tell" in text
    return not rate.interval[0] <= rate.target <= rate.interval[1]


@pytest.mark.parametrize("name", STORIES)
@pytest.mark.parametrize("significant", [False, None], ids=["could be chance", "not known"])
@pytest.mark.parametrize("factor", [0.3, 1, 2])
def test_without_a_verdict_nothing_is_said_to_have_moved(name: str, significant: bool | None, factor: float) -> None:
    assert claims(given(moved(told(name), factor), significant)) == []


@pytest.mark.parametrize("name", ["first month", "partial month", "months missing", "nothing known", "no notes"])
def test_nothing_is_claimed_of_a_month_with_nothing_to_hold_it_against(name: str) -> None:
    assert claims(told(name)) == []


@pytest.mark.parametrize("name", ["fourteen months", "no daily trends", "no targets"])
@pytest.mark.parametrize("factor", [0.3, 2])
def test_with_a_verdict_it_is_said(name: str, factor: float) -> None:
    """Everywhere that the month before is spoken of: the first sentence, its row, the finding, the chart’s title."""
    of = moved(told(name), factor)
    assert of.report.headline["save_rate"].significant is True
    found = dict(reversed(claims(of)))  # of each place the first claim
    words = r"\b(fell|down|lowest)\b" if factor < 1 else r"\b(rose|up|highest)\b"
    for where in (*PLACES, "finding save_rate_moved"):
        assert re.search(words, found[where])


@pytest.mark.parametrize("name", ["fourteen months", "no targets"])
def test_without_significance_it_is_about_the_same(name: str) -> None:
    said = dict(reversed(list(sentences(given(told(name), False)))))  # of each place the first sentence
    for where in (*PLACES, "finding save_rate_held"):
        assert "about the same" in said[where]


def test_a_change_of_source_is_claimed_nowhere() -> None:
    """Doubled beyond chance by the notes, but September was counted by the daily trends."""
    of = moved(story(), 2)
    changed = {
        name: one.model_copy(update={"previous_basis": "daily"}) if one.previous is not None else one
        for name, one in of.report.headline.items()
    }
    assert any(basis_changed(one) for one in changed.values())
    assert claims(last(of, of.report.model_copy(update={"headline": changed}))) == []


@pytest.mark.parametrize(
    ("group", "said"),
    [(True, "Beyond chance since September: "), (False, "No change since September is beyond chance."), (None, "")],
)
def test_charts_of_groups_say_which_of_them_moved(group: bool | None, said: str) -> None:
    note = parts("charts")["save_rate_by_pillar"].figure(given(story(), group)).note
    assert (said in note) is bool(said) or (not said and "beyond chance" not in note.lower())


def test_the_archive_marks_what_could_be_chance() -> None:
    w = story().wording
    rows = {
        known: phrases.archived_month(w, given(story(), known).report).save_rate_change for known in (True, False, None)
    }
    assert rows == {True: "+0.6", False: "about the same", None: "–"}


def test_every_rate_of_notes_is_forced_by_these_tests() -> None:
    """The rates that have a verdict are those that `given` gives one to."""
    judged = {name for name, one in story().report.headline.items() if one.significant is not None}
    assert judged <= set(NOTE_RATES)
    assert Headline.model_fields["significant"].default is None
