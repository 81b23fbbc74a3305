"""How many comments were there, month by month?"""

from __future__ import annotations

from report_gen.charts import _micro
from report_gen.figures import Figure
from report_gen.story import Story
from report_gen.wording import noop

SHAPE = "micro"
SHEET = noop("Comments")


def figure(story: Story) -> Figure | None:
    return _micro.bars(story, "comments", story.wording.text("Comments"))
