"""Do readers go on to the profile or the store, month by month?"""

from __future__ import annotations

from report_gen.charts import _micro
from report_gen.figures import Figure
from report_gen.story import Story
from report_gen.wording import noop

SHAPE = "micro"
SHEET = noop("Click-throughs")


def figure(story: Story) -> Figure | None:
    return _micro.bars(story, "click_throughs", story.wording.text("Click-throughs"))
