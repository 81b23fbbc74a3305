"""How messages meet what is filled in: Chinese typography at the edges of fields."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report_gen import typography
from report_gen.typography import FULL_WIDTH, HAN, NO_BREAK, filled, without_emoji

TEXT = st.text(st.sampled_from("咖啡攻略月Kopi 9.%，「」（）&-"), max_size=12)
VALUE = TEXT.filter(str.strip)
WORD = st.text(st.sampled_from("咖啡攻略月Kopi9%，「」"), min_size=1, max_size=8)


@st.composite
def messages(draw: st.DrawFn) -> str:
    """Words, fields and gaps in any order."""
    parts = st.sampled_from(["收藏率", "Kopi", "，", " ", "「", "」", "48%", "{one}", "{two}", "个百分点", "第"])
    return "".join(draw(st.lists(parts, max_size=8)))


def squeezed(text: str) -> str:
    return re.sub(r"[ \u00a0]", "", text)


@pytest.mark.parametrize(
    ("message", "value", "said"),
    [
        ("{x}以 39% 的曝光", "Kopi guides", "Kopi guides 以 39%~的曝光"),
        ("{x} 以 39% 的曝光", "咖啡攻略", "咖啡攻略以 39%~的曝光"),
        ("{x} 的收藏", "48%", "48%~的收藏"),
        ("收藏率{x}", "3.1%", "收藏率 3.1%"),
        ("较{x} +20%", "9月", "较9月 +20%"),
        ("仅次于 {x}", "2026年8月", "仅次于2026年8月"),
        ("较{x}升", "−3%", "较 −3%~升"),
        ("在「{x}」的 {x} 里", "Kopi", "在「Kopi」的 Kopi 里"),
        ("共 {x}，其余", "9", "共 9，其余"),
        ("第 {x} 名", "9", "第~9~名"),
        ("目标（{x}）", "2.5%", "目标（2.5%）"),
        ("{x} guides", "Kopi", "Kopi guides"),
        ("{x}等", "client-y", "client-y 等"),
        ("花费{x}", "¥1,320", "花费 ¥1,320"),
        ("前 6 个月", "", "前 6~个月"),
        ("请写 {per: views} 即可", None, "请写 {per: views} 即可"),
    ],
)
def test_a_gap_stands_where_chinese_meets_latin_or_figures_and_nowhere_else(
    message: str, value: str | None, said: str
) -> None:
    """~ is a space at which no line breaks."""
    assert filled(message, {} if value is None else {"x": value}).replace(NO_BREAK, "~") == said


@given(messages(), VALUE, VALUE)
def test_nothing_but_gaps_differs_from_plain_filling(message: str, one: str, two: str) -> None:
    values = {"one": one, "two": two}
    assert squeezed(filled(message, values)) == squeezed(message.format(**values))


@given(VALUE, VALUE)
def test_what_is_filled_in_stays_as_it_is(one: str, two: str) -> None:
    said = filled("收藏 {one} 与 {two} 的{one}", {"one": one, "two": two})
    assert re.search(".*".join(map(re.escape, (one, two, one))), said)


@given(VALUE, VALUE)
def test_at_an_edge_there_is_one_gap_or_none_never_two(one: str, two: str) -> None:
    one, two = one.strip(), two.strip()
    said = filled("{one} 收藏 {two}", {"one": one, "two": two})
    assert re.fullmatch(f"{re.escape(one)}[ {NO_BREAK}]?收藏[ {NO_BREAK}]?{re.escape(two)}", said)


@given(messages(), WORD, WORD)
def test_a_gap_parts_chinese_from_what_is_not_chinese(message: str, one: str, two: str) -> None:
    said = filled(re.sub(r"Kopi|48%| ", "", message), {"one": one, "two": two})
    for gap in re.finditer(f"(.)[ {NO_BREAK}](.)", said):
        assert [bool(re.match(f"[{HAN}]", side)) for side in gap.groups()] in ([True, False], [False, True])
        assert not re.search(f"[{FULL_WIDTH}]", gap[0])


def test_a_date_begins_like_chinese_and_a_figure_of_days_does_not() -> None:
    assert filled("较{x}", {"x": "10月1日"}) == "较10月1日"
    assert filled("较{x}", {"x": "10 天"}) == "较 10 天"


def test_only_languages_written_without_spaces_are_typeset() -> None:
    assert "en" not in typography.SPACED


@pytest.mark.parametrize(
    ("title", "plain"),
    [
        ("提前收好🙋\u200d♀\ufe0f", "提前收好"),
        ("“攻略！👍🏽” won", "“攻略！” won"),
        ("🔥 Kopi 指南", "Kopi 指南"),
        ("“🔥” won", "“🔥” won"),
        ("收藏 3.1% → 3.2%", "收藏 3.1% → 3.2%"),
        ("", ""),
    ],
    ids=["joined", "after a sign", "before", "nothing else", "an arrow", "empty"],
)
def test_emoji_beside_words_are_left_out(title: str, plain: str) -> None:
    assert without_emoji(title) == plain
