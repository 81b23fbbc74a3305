"""Do people talk more about what they see? The comment rate by month, with its 95 % intervals."""

from __future__ import annotations

from report_gen.charts import _history
from report_gen.charts import _words as words
from report_gen.figures import Figure
from report_gen.story import Story
from report_gen.wording import noop

SHAPE = "full"
SHEET = noop("Comment rate by month")


def figure(story: Story) -> Figure | None:
    w = story.wording
    formula = w.text("comments ÷ {per}", per=words.per(story))
    return _history.figure(story, _history.Subject("comment_rate", w.text("Comment rate"), formula))
