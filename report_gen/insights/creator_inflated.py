"""Whose audience looks inflated?"""

from __future__ import annotations

from collections.abc import Iterator

from report_gen.insights._creators import flagged
from report_gen.report import Creator, Finding
from report_gen.story import Story
from report_gen.wording import noop, told

HAPPENED = noop("The audience of {name} looks inflated: {followers} followers, {views} views")
WHY = noop("Views per follower and reactions per view are both below a quarter of the other creators’.")
ADVICE = noop(
    "Ask {name} for the follower figures of the back office before any further order, and pay by what is kept."
)


def find(story: Story) -> Iterator[Finding]:
    for creator in flagged(story.report, "inflated_audience"):
        yield _finding(creator)


def _finding(creator: Creator) -> Finding:
    return Finding(
        id=f"creator_inflated:{creator.name}",
        section="creators",
        importance=0.85,
        evidence={"creator": creator.name, "followers": creator.followers, "views": creator.views},
        text=told(
            lambda w: w.text(
                HAPPENED, name=creator.name, followers=w.count(creator.followers), views=w.count(creator.views)
            )
        ),
        why=told(lambda w: w.text(WHY)),
        action=told(lambda w: w.text(ADVICE, name=creator.name)),
        watch=f"creators|{creator.name}|views",
    )
