"""A client's folder to put exports into, and to read them from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from report_gen.config import ClientConfig
from report_gen.errors import ExportError
from report_gen.readers import read_exports
from report_gen.simulate import workbook
from report_gen.simulate.workbook import Cell, Rows
from report_gen.tables import Tables
from report_gen.workspace import Client

BANNER = "最多导出排序后前1000条笔记"
HEADER = (
    "笔记标题", "首次发布时间", "体裁", "曝光", "观看量", "封面点击率", "点赞", "评论", "收藏", "涨粉", "分享", "人均观看时长",
    "弹幕",
)  # fmt: skip
CREATED = dt.datetime(2026, 7, 11, 18, 9, 20, tzinfo=dt.UTC)  # 02:09 on the 12th in Singapore
LIST = "笔记列表明细表.xlsx"


def note(**cells: Cell) -> dict[str, Cell]:
    """A note as the platform lists it."""
    usual: dict[str, Cell] = {
        "笔记标题": "新加坡早餐攻略", "首次发布时间": "2026年03月24日17时33分05秒", "体裁": "图文", "曝光": 12235.0,
        "观看量": 6174.0, "封面点击率": 0.106, "点赞": 120.0, "评论": 14.0, "收藏": 53.0, "涨粉": 7.0, "分享": 9.0,
        "人均观看时长": 17.0, "弹幕": 0.0,
    }  # fmt: skip
    return {**usual, **cells}


def note_rows(*notes: Mapping[str, Cell], header: Sequence[str] = HEADER) -> list[list[Cell]]:
    """The sheet of a note list: banner in every cell, header, notes."""
    return [[BANNER] * len(header), list(header), *([n[label] for label in header] for n in notes)]


@dataclass(frozen=True)
class Folder:
    """clients/client-x/ of some workspace."""

    path: Path

    @property
    def exports(self) -> Path:
        return self.path / "exports"

    def workbook(
        self, name: str, sheets: Mapping[str, Rows], created: dt.datetime = CREATED, creator: str = "Apache POI"
    ) -> Path:
        """A workbook in the genuine layout; `creator` is another once a spreadsheet has saved it."""
        workbook.write(self.exports / name, sheets, created, creator=creator)
        return self.exports / name

    def note_list(self, *notes: Mapping[str, Cell], name: str = LIST, created: dt.datetime = CREATED) -> Path:
        rows = note_rows(*notes)
        workbook.write(self.exports / name, {"Sheet1": rows}, created, merge="A1:M1")
        return self.exports / name

    def text(self, name: str, text: str, encoding: str = "utf-8") -> Path:
        """A CSV, or whatever the name says."""
        path = self.exports / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode(encoding))
        return path

    def read(self, **settings: object) -> Tables:
        client = Client("client-x", self.path, self.path.parent.parent)
        return read_exports(client, ClientConfig.model_validate({"client": "Client X", **settings}))

    def problems(self, **settings: object) -> tuple[str, ...]:
        """What is wrong with the exports; it is an error of the test if nothing is."""
        with pytest.raises(ExportError) as caught:
            self.read(**settings)
        return caught.value.problems

    def remarks(self, **settings: object) -> list[tuple[str, str]]:
        """Code and message of what there is to say about the data."""
        return [(remark.code, remark.message) for remark in self.read(**settings).quality]
