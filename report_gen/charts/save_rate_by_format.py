"""Are image notes or videos saved more?"""

from __future__ import annotations

from report_gen.charts import _groups
from report_gen.figures import Figure
from report_gen.story import Story
from report_gen.wording import noop

SHAPE = "half"
SHEET = noop("Save rate by format")


def figure(story: Story) -> Figure | None:
    return _groups.figure(story, _groups.Family("formats", story.wording.text("format")))
