"""Has the save rate really changed? Thirteen months with their 95 % intervals, and what explains the odd ones."""

from __future__ import annotations

from report_gen.charts import _history
from report_gen.charts import _words as words
from report_gen.figures import Figure
from report_gen.story import Story
from report_gen.wording import noop

SHAPE = "full"
SHEET = noop("Save rate by month")


def figure(story: Story) -> Figure | None:
    return _history.figure(story, _history.Subject("save_rate", story.wording.text("Save rate"), words.formula(story)))
