"""The client's content pillars, and a last group for notes that belong to none."""

from __future__ import annotations

from report_gen.history import MonthData
from report_gen.metrics._groups import group

OTHER = "Other"


def compute(month: MonthData) -> dict[str, object]:
    """Every pillar of client.yml and of notes.csv; nothing where the client has no pillars."""
    pillar = month.notes["pillar"].mask(month.notes["pillar"] == OTHER)  # a tag may say so too
    configured = [p.name for p in month.config.pillars]
    tagged = sorted(set(pillar.dropna()) - set(configured))
    groups = [group(name, month.notes[pillar == name], month) for name in (*configured, *tagged)]
    if groups and pillar.isna().any():
        groups.append(group(OTHER, month.notes[pillar.isna()], month))
    return {"pillars": tuple(groups)}
