"""Which content pillars earn saves, beyond chance?"""

from __future__ import annotations

from report_gen.charts import _groups
from report_gen.figures import Figure
from report_gen.story import Story
from report_gen.wording import noop

SHAPE = "half"
SHEET = noop("Save rate by pillar")


def figure(story: Story) -> Figure | None:
    return _groups.figure(story, _groups.Family("pillars", story.wording.text("pillar")))
