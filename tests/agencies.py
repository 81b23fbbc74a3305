"""An agency of several clients, each with the note lists of one month: real files, for tests of the pool."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from report_gen.workspace import Workspace
from tests.readers.folder import Folder, note

ROOT = Path(__file__).parents[1]
OPENING, CLOSING = (dt.datetime(2026, month, 1, 1, 0, 0, tzinfo=dt.UTC) for month in (10, 11))


@dataclass(frozen=True)
class Brand:
    """A client: the saves of its notes of September, each of `seen` impressions, by the 1st of November."""

    slug: str
    name: str
    saves: Sequence[int]
    category: str | None = "food-and-drink"
    seen: int = 10_000
    format: str = "图文"


def brands(count: int = 6, **changes: object) -> list[Brand]:
    """Alike to each other: eight notes each, between 1 and 5 %."""
    return [
        Brand(f"slug-{n}", f"Name {n} Pte", [100 + 50 * note + 7 * n for note in range(8)], **changes)  # type: ignore[arg-type]
        for n in range(count)
    ]


def agency(root: Path, clients: Iterable[Brand]) -> Workspace:
    (root / "clients").mkdir(parents=True)
    shutil.copy(ROOT / "mkdocs.yml", root)
    for client in clients:
        add(root, client)
    return Workspace(root)


def add(root: Path, client: Brand) -> None:
    folder = Folder(root / "clients" / client.slug)
    folder.exports.mkdir(parents=True)
    settings = f"client: {client.name}\n" + (f"category: {client.category}\n" if client.category else "")
    (folder.path / "client.yml").write_text(settings, encoding="utf-8")
    for created, part in ((OPENING, 2), (CLOSING, 1)):
        rows = [
            note(首次发布时间=f"2026年09月{day:02d}日09时00分00秒", 体裁=client.format, 笔记标题=f"{client.name} {day}",
                 曝光=float(client.seen // part), 观看量=float(client.seen // part // 5), 收藏=float(saves // part), 评论=3.0)
            for day, saves in enumerate(client.saves, start=1)
        ]  # fmt: skip
        folder.note_list(*rows, name=f"{created:%Y-%m-%d}.xlsx", created=created)
