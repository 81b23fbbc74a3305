"""蒲公英's 笔记批量数据: collaborations at the reading nearest the month's end."""

from __future__ import annotations

import pytest

from report_gen.simulate import Schedule
from report_gen.simulate.plan import Collaboration
from tests.truth.cases import Case, Line, agree, told

FEW = (
    Collaboration("示例博主 A", "示例探店 A", 8_200, 600, 1, 5, 9_000, service=60),
    Collaboration("示例博主 A", "示例探店 A 二", 8_200, 600, 0, 9, 7_000, service=60),
    Collaboration("示例博主 B", "示例探店 B", 640_000, 20_000, 0, 12, 90_000),
    Collaboration("示例博主 C", "示例探店 C", 31_000, None, 0, 20, 12_000, format="video"),
)
MANY = (
    *(Collaboration(f"示例博主 {i}", f"示例 {i}", 20_000 + 3_000 * i, 900, 0, 3 + i, 15_000) for i in range(6)),
    *(
        Collaboration("示例博主 多", f"示例多 {i}", 15_000, 500, 0, 2 + i, 9_000, save_rate=0.05 + i / 50)
        for i in range(6)
    ),
    Collaboration("示例博主 空", "示例空", 480_000, 9_000, 0, 10, 9_000, save_rate=0.003),
)
CASES = {
    "three": Case(111, plan={"collaborations": FEW}),
    "per view": Case(112, "client-y", 2, plan={"collaborations": FEW}, settings={"save_rate": {"per": "views"}}),
    "updated late and early": Case(
        113, months=2, plan={"collaborations": FEW}, schedule=Schedule(creator_days=(-2, 2, 9))
    ),
    "only updated long after": Case(114, plan={"collaborations": FEW}, schedule=Schedule(creator_days=(12,))),
    "many": Case(115, months=2, plan={"collaborations": MANY}),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_every_number_is_what_truly_happened(case: Case) -> None:
    agree(case)


def test_a_reading_long_after_the_month_is_told_of_with_file_and_row() -> None:
    lines = told(CASES["only updated long after"]).lines
    assert Line("2026-10", "creators_late", "2026-10/笔记批量数据-2026-11-12.xlsx", 6) in lines
    assert Line("2026-10", "creators_early", "2026-09/笔记批量数据-2026-10-12.xlsx", 5) in lines
