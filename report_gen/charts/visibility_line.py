"""Is the brand becoming easier to find in search?"""

from __future__ import annotations

from report_gen.charts import _micro
from report_gen.figures import Figure
from report_gen.story import Story
from report_gen.wording import noop

SHAPE = "micro"
SHEET = noop("Search visibility")


def figure(story: Story) -> Figure | None:
    return _micro.line(story, "search_visibility", story.wording.text("Search visibility"))
