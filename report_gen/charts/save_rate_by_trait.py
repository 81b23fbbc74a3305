"""What makes a note worth keeping: guides, comparisons, local or seasonal topics?"""

from __future__ import annotations

from report_gen.charts import _groups
from report_gen.figures import Figure
from report_gen.story import Story

SHAPE = "half"


def figure(story: Story) -> Figure | None:
    w = story.wording
    names = {
        "guide": w.text("Guides"), "comparison": w.text("Comparisons"), "local": w.text("Local"), "seasonal": w.text("Seasonal"),
    }  # fmt: skip
    remark = w.text("A note can have several traits.")
    return _groups.figure(story, _groups.Family("traits", w.text("trait"), names, remark))
