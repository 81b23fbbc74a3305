"""Which old notes keep earning, and how much of the month's saves is theirs?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from report_gen.report import Finding, Note
from report_gen.story import Story
from report_gen.wording import Wording, noop, told

LARGE_SHARE = 0.15
MOST = 3  # notes that are named
FEWEST_SAVES = 10

TEXT = noop("Notes over a month old earned {share} of the saves")
LED = noop("Notes over a month old earned {share} of the saves, “{note}” alone {own}")
WHY = noop("The ones that earned most: {notes}.")
REFRESH = noop("Bring “{note}” up to date, link new notes to it, and give it a page of its own on your site.")

ALONE = 0.08  # of all saves, by a single old note


def find(story: Story) -> Iterator[Finding]:
    """A fact: it says who earned, and claims no change."""
    share = story.report.headline.get("evergreen_save_share")
    old = sorted(
        (n for n in story.report.notes if "evergreen" in n.flags and n.title and (n.activity["saves"] or 0) > 0),
        key=lambda n: (-(n.activity["saves"] or 0), n.key),
    )[:MOST]
    earned = sum(n.activity["saves"] or 0 for n in old)
    if share is None or share.value is None or share.value < LARGE_SHARE or earned < FEWEST_SAVES:
        return
    yield _finding(story, float(share.value), old)


def _finding(story: Story, share: float, old: Sequence[Note]) -> Finding:
    every = sum(max(n.activity["saves"] or 0, 0) for n in story.report.notes)
    own = (old[0].activity["saves"] or 0) / every
    evidence: dict[str, object] = {"share": share, "note": old[0].key, "own_share": own}
    for place, note in enumerate(old, 1):
        evidence |= {f"note_{place}": note.key, f"title_{place}": note.title, f"saves_{place}": note.activity["saves"]}
    return Finding(
        id="evergreen_notes",
        section="saves",
        importance=min(0.36 + 0.3 * share + (own if own >= ALONE else 0), 0.7),
        watch="headline|evergreen_save_share|value",
        evidence=evidence,
        text=told(lambda w: _text(w, share, old[0], own)),
        why=told(lambda w: w.text(WHY, notes=w.listed([_named(w, note) for note in old]))),
        action=told(lambda w: w.text(REFRESH, note=old[0].title)),
    )


def _text(w: Wording, share: float, top: Note, own: float) -> str:
    if own < ALONE:
        return w.text(TEXT, share=w.share(share))
    return w.text(LED, share=w.share(share), note=top.title, own=w.share(own))


def _named(w: Wording, note: Note) -> str:
    """“title” 12 saves"""
    saves = w.plural("{n} save", "{n} saves", note.activity["saves"] or 0)
    return w.text("“{note}” ({saves})", note=note.title, saves=saves)
