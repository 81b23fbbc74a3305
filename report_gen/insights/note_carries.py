"""Does one note carry the month?"""

from __future__ import annotations

from collections.abc import Iterator

from report_gen.report import Finding
from report_gen.story import Story
from report_gen.wording import told

LARGE_SHARE = 0.15


def find(story: Story) -> Iterator[Finding]:
    """Speaks when a single note of at least ten earned a large share of the month's saves."""
    counted = [n for n in story.report.notes if n.activity["saves"] is not None]
    total = sum(max(n.activity["saves"] or 0, 0) for n in counted)
    if len(counted) < 10 or total <= 0:
        return
    top = max(counted, key=lambda n: (n.activity["saves"] or 0, n.key))
    saves = top.activity["saves"] or 0
    share = saves / total
    if share < LARGE_SHARE or not top.title:
        return
    yield Finding(
        id="note_carries",
        section="saves",
        importance=0.65,
        evidence={"note": top.key, "title": top.title, "saves": saves, "share_of_saves": share},
        text=told(lambda w: w.text("One note brought {share} of all saves", share=w.share(share))),
        why=told(lambda w: w.plural("“{title}” was saved once.", "“{title}” was saved {n} times.", saves, title=top.title)),
        action=told(lambda w: w.text("Write its sequel while it is being found, and link the two.")),
    )  # fmt: skip
