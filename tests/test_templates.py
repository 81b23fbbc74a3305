"""Jinja as pages use it: what is marked for voices and fonts, and that every message of a template can be gathered."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from report_gen.templates import headline, mixed
from report_gen.workspace import BUILT_IN_TEMPLATES
from tests.markup import Markup

TEMPLATES = sorted(path for path in BUILT_IN_TEMPLATES.rglob("*") if path.suffix in (".html", ".md"))


@pytest.mark.parametrize(
    ("language", "text", "marked"),
    [
        ("en", "“新加坡咖啡” climbed", '“<span lang="zh-Hans">新加坡咖啡</span>” climbed'),
        ("en", "“「Kopi」怎么点，少糖” was", '“「Kopi<span lang="zh-Hans">」怎么点，少糖</span>” was'),
        ("en", "no Chinese", "no Chinese"),
        ("zh", "收藏率 3.1%", "收藏率 3.1%"),
        ("zh", "Kopi & Kaya 的报告", '<span lang="en">Kopi &amp; Kaya</span> 的报告'),
        ("zh", "见 CSV，KOL 与 T3", "见 CSV，KOL 与 T3"),
        ("zh", "较10月1日", '较<span class="rg-whole">10月1日</span>'),
        ("zh", "2026年10月，8月", '<span class="rg-whole">2026年10月</span>，<span class="rg-whole">8月</span>'),
        ("en", "10月1日", '10<span lang="zh-Hans">月</span>1<span lang="zh-Hans">日</span>'),
        ("de", "die Notiz 攻略", 'die Notiz <span lang="zh-Hans">攻略</span>'),
    ],
)
def test_runs_of_another_language_are_marked_and_dates_kept_whole(language: str, text: str, marked: str) -> None:
    assert mixed(text, language) == marked


def test_a_head_quotes_a_title_without_its_emoji() -> None:
    assert headline("“攻略🙋” won") == '“<span lang="zh-Hans">攻略</span>” won'


@pytest.mark.parametrize("language", ["en", "zh"])
def test_whatever_is_marked_reads_as_before_and_stays_text(language: str) -> None:
    hostile = "<img src=x onerror=alert(1)> 10月1日 & 「Kopi <b>』\"'"
    read = Markup(f"<p>{mixed(hostile, language)}</p>")
    assert "".join(read.texts) == hostile
    assert {tag for tag, _ in read.elements} <= {"p", "span"}


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(BUILT_IN_TEMPLATES).as_posix())
def test_messages_of_a_template_can_be_gathered(path: Path) -> None:
    """The catalogue's tool finds calls of `_` and `_n`, not of the Wording's own functions."""
    assert not re.search(r"\bw\.(text|plural)\(", path.read_text("utf-8"))
