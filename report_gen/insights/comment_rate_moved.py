"""Did people talk more, or less, than last month, beyond chance?"""

from __future__ import annotations

from collections.abc import Iterator

from report_gen.insights._funnel import every_note, over_notes
from report_gen.report import Finding, Headline
from report_gen.significance import claim
from report_gen.story import Story, months_back
from report_gen.wording import noop, told

CLAIMS = True

ROSE = noop("More of a conversation: comment rate rose from {then} to {now}")
FELL = noop("Less of a conversation: comment rate fell from {then} to {now}")
WHY = noop("The change on {month} is more than the differences between notes would make.")
GROW = noop("Look which notes were talked about, and ask the same kind of question again.")
ASK = noop("End notes with a question, and answer the first comments within the hour.")


def find(story: Story) -> Iterator[Finding]:
    rate = story.report.headline.get("comment_rate")
    if rate is None or rate.value is None or rate.previous is None or not claim(rate) or story.before is None:
        return
    chance = over_notes("comments", story.report.rate_per, every_note)
    yield _finding(story, rate, chance(story.report, [story.before]))


def _finding(story: Story, rate: Headline, p: float) -> Finding:
    value, previous, before = rate.value or 0, rate.previous or 0, months_back(story.report.month, 1)
    up, digits = value > previous, 2 if max(value, previous) < 0.01 else 1
    return Finding(
        id="comment_rate_moved",
        section="comments",
        importance=0.66,
        evidence={"comment_rate": value, "previous": previous},
        text=told(lambda w: w.text(ROSE if up else FELL, then=w.rate(previous, digits), now=w.rate(value, digits))),
        why=told(lambda w: w.text(WHY, month=w.month_name(before))),
        action=told(lambda w: w.text(GROW if up else ASK)),
        p=p,
        watch="headline|comment_rate|value",
    )
