"""What the words of a report mean: the Method page's glossary. Each term stands in English and in Chinese whatever the page's
language, since people who read one talk about the numbers with people who read the other."""

from __future__ import annotations

from dataclasses import dataclass

from report_gen.story import Story
from report_gen.wording import Wording, noop


@dataclass(frozen=True)
class Term:
    """A term and its meaning in the page's language; `other` is what the other language, `tag`, calls it."""

    name: str
    other: str
    tag: str
    meaning: str


# `{per}` is what saves are divided by.
_TERMS = (
    (
        noop("Save rate"),
        noop(
            "Saves divided by {per} ({formula}), sums over sums, never a mean of rates. The primary number: on Xiaohongshu "
            "a save is the sign that a note is worth coming back to."
        ),
    ),
    (
        noop("95% interval"),
        noop(
            "Where the rate would lie in 95 of 100 such months, given how much notes differ from each other. A rate “rose” "
            "or “fell” only where the change is more than such differences make; otherwise it is “about the same”, and the "
            "difference could be chance. None below 5 notes."
        ),
    ),
    (
        noop("Adjusted save rate"),
        noop(
            "A note’s rate drawn towards the average of its format the fewer people it met, so that 3 saves of 40 "
            "impressions don’t win a ranking."
        ),
    ),
    (noop("Saves"), noop("Times that a note was put into a collection in the month, net of removals.")),
    (noop("Comments"), noop("Comments received in the month: depth, not reach.")),
    (
        noop("Search visibility"),
        noop(
            "0 to 100 over the target keywords: 100 is rank 1 on every day, rank 10 counts 29, not found counts 0; weighted "
            "as agreed."
        ),
    ),
    (
        noop("Search rank"),
        noop("The median of a month’s readings; not found counts as worse than any rank. 1 is on top."),
    ),
    (noop("Click-throughs"), noop("Visits to the profile (主页访客) and clicks to the agreed destinations.")),
    (noop("Impressions"), noop("Times that a note’s cover was shown. Context, not a goal.")),
    (noop("Views"), noop("Times that a note was opened. Context, not a goal.")),
    (noop("Evergreen"), noop("Notes published more than 30 days before the month began.")),
    (
        noop("Pillar"),
        noop("The subject that a note belongs to, as agreed: told by words in its title, or tagged by hand."),
    ),
    (
        noop("Trait"),
        noop("What a title promises, such as a guide, a comparison or a place; a note can have several."),
    ),
    (
        noop("Contribution"),
        noop(
            "The parts that a change of the save rate is made of: each pillar’s or note’s own rate, and the share of {per} "
            "that it got. They add up to the change."
        ),
    ),
    (
        noop("Age curve"),
        noop(
            "Saves that a note had by each day since it was published, the median of all notes, so that young notes stand "
            "beside older ones at the same age."
        ),
    ),
    (
        noop("Creator tiers"),
        noop("By followers: KOC under 10,000, mid-tier KOL from 10,000, top KOL from 500,000."),
    ),
    (
        noop("Cost per save"),
        noop("The creator’s fee with service, or what advertising cost, divided by the saves it brought, in yuan (¥)."),
    ),
    (
        noop("Month"),
        noop(
            "From 00:00 on its first day to 00:00 on the first of the next, in the client’s time zone; what a note earned is "
            "its reading at the end less its reading at the start."
        ),
    ),
)


def terms(story: Story) -> tuple[Term, ...]:
    w = story.wording
    per = w.text(story.report.rate_per)
    values = {"per": per, "formula": w.text("saves ÷ {per}", per=per)}
    return tuple(Term(w.text(term), *_other(w, term), w.text(meaning, **values)) for term, meaning in _TERMS)


def _other(w: Wording, term: str) -> tuple[str, str]:
    """The term in the language that the page isn't in, and that language's tag; the catalogue is keyed by the English."""
    chinese = Wording("zh")
    return (term, "en") if w.language == chinese.language else (chinese.text(term), chinese.tag)
