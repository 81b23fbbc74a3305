"""A chart's Figure, made of the month's numbers and names alone, and under a key of all that it is made of.

What people write of a month is kept from charts: their drawings stay, unbuilt, while somebody writes.
"""

from __future__ import annotations

from dataclasses import replace
from types import ModuleType

from report_gen import keys
from report_gen.figures import Figure
from report_gen.story import Look, Story


def figure(chart: ModuleType, story: Story) -> Figure | None:
    """Of a module of this package; None without data."""
    if "told" not in story.kept:
        story.kept["told"] = seen(story)
    told: Story = story.kept["told"]
    found: Figure | None = chart.figure(told)
    return found and replace(found, made_of=keys.digest(chart.__name__, key(told)))


def seen(story: Story) -> Story:
    """All that charts see. What is added here is to be added to the key."""
    return Story(story.reports, story.wording, Look(story.look.brand))


def key(told: Story) -> str:
    """Over the story as charts see it, and what draws it."""
    if "key" not in told.kept:
        reports = [report.model_dump_json() for report in told.reports]
        language = (told.wording.language, dict(told.wording.names))
        told.kept["key"] = keys.digest(reports, language, told.look.brand, keys.of_code())
    found: str = told.kept["key"]
    return found
