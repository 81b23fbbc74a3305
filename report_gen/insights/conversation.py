"""Which note starts a conversation?"""

from __future__ import annotations

from collections.abc import Iterator

from report_gen.report import Finding
from report_gen.story import Story
from report_gen.wording import told

FEWEST_COMMENTS = 10
LARGE_SHARE = 0.1


def find(story: Story) -> Iterator[Finding]:
    """Speaks when one note drew a tenth of the month's comments, of at least ten notes."""
    counted = [n for n in story.report.notes if n.activity["comments"] is not None]
    total = sum(max(n.activity["comments"] or 0, 0) for n in counted)
    top = max((n for n in counted if n.title), key=lambda n: (n.activity["comments"] or 0, n.key), default=None)
    comments = top.activity["comments"] or 0 if top else 0
    if top is None or len(counted) < 10 or comments < FEWEST_COMMENTS or comments / total < LARGE_SHARE:
        return
    title, share = top.title, comments / total
    yield Finding(
        id="conversation",
        section="comments",
        importance=0.4,
        evidence={"note": top.key, "title": title, "comments": comments, "share_of_comments": share},
        text=told(lambda w: w.text("One note drew {share} of all comments", share=w.share(share))),
        why=told(
            lambda w: w.plural(
                "“{title}” has one new comment.", "“{title}” has {n} new comments.", comments, title=title
            )
        ),
        action=told(lambda w: w.text("Answer the questions under it, and make the most asked one a note.")),
    )
