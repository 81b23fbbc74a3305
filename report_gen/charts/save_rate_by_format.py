"""Are image notes or videos saved more?"""

from __future__ import annotations

from report_gen.charts import _groups
from report_gen.figures import Figure
from report_gen.story import Story

SHAPE = "half"


def figure(story: Story) -> Figure | None:
    return _groups.figure(story, _groups.Family("formats", story.wording.text("format")))
