"""Commentary files in a folder, and months of findings that they speak of: for tests of words and actions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from report_gen.commentary import Headings, Shelf
from report_gen.report import Finding
from report_gen.story import Story
from report_gen.wording import Wording
from report_gen.workspace import BUILT_IN_TEMPLATES
from tests import stories

HEADINGS = Headings.of((BUILT_IN_TEMPLATES,))
GUIDES: dict[str, Any] = {
    "id": "pillar_leads", "section": "saves", "importance": 0.8, "evidence": {"share_of_saves": 0.48},
    "text": {"en": "Kopi guides earned 48% of saves", "zh": "咖啡攻略贡献 48% 的收藏"},
    "why": {"en": "People come back to them", "zh": "用户会回来再看"},
    "action": {"en": "Publish two more guides.", "zh": "再发布两篇攻略。"},
    "watch": "pillars|Kopi guides|save_rate",
}  # fmt: skip
AIRPORT: dict[str, Any] = {
    "id": "keyword_moved:樟宜机场美食", "section": "search-rank", "importance": 0.6, "evidence": {},
    "text": {"en": "Airport search slipped", "zh": "机场搜索下滑"},
    "action": {"en": "Re-shoot the airport note.", "zh": "重拍机场笔记。"},
}  # fmt: skip
FACT: dict[str, Any] = {
    "id": "target_met", "section": "overview", "importance": 0.3, "evidence": {},
    "text": {"en": "The target is met", "zh": "达到目标"},
}  # fmt: skip


def shelf(folder: Path, files: Mapping[str, str], languages: tuple[str, ...] = ("en", "zh"), **more: Any) -> Shelf:
    """The shelf of these files, by name."""
    commentary = folder / "clients" / "kopi" / "commentary"
    commentary.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (commentary / name).write_text(text, encoding="utf-8")
    return Shelf(commentary, languages, HEADINGS, **more)


def told(
    language: str = "en", months: int = 5, findings: tuple[dict[str, Any], ...] = (GUIDES, AIRPORT, FACT)
) -> Story:
    """Months up to October 2026, each with these findings."""
    insights = tuple(Finding(**one) for one in findings)
    story = stories.story(months)
    reports = tuple(report.model_copy(update={"insights": insights}) for report in story.reports)
    return replace(story, reports=reports, wording=Wording(language), commentary={})


def front(**settings: str) -> str:
    """A file's settings, each as YAML on its own lines, and no words."""
    return "---\n" + "".join(f"{name}: {text}\n" for name, text in settings.items()) + "---\n"
