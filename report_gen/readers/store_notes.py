"""千帆 (store) note file: what people did in the store after a note, summed over the period that was picked on screen."""

from __future__ import annotations

from report_gen.readers import _cells, _links
from report_gen.readers._cells import NOTHING
from report_gen.readers._reading import Columns, Context, Reading
from report_gen.readers._records import Column, Records, find_header, records
from report_gen.readers._sheets import Sheet

KIND = "store_notes"
LABEL = "store note file of 千帆 (…_笔记_数据明细)"
COLUMNS = (
    Column("note", ("笔记ID", "note id")),
    Column("products", ("笔记商品点击次数", "product clicks")),
    Column("home", ("引流店铺主页次数", "store visits"), required=False),
)
# Where each column's clicks lead.
DESTINATIONS = {"products": "store products", "home": "store home"}
SOURCE = "千帆"


def missing(sheet: Sheet) -> list[str]:
    return list(find_header(sheet, COLUMNS).missing)


def read(sheet: Sheet, context: Context) -> Reading:
    """Its rows as `clicks` over the file's period, one of each for products and the store's page."""
    found = records(sheet, COLUMNS, key="note")
    first, last = context.period()
    notes = found.read("note", _links.note_id, "")
    ways = [name for name in DESTINATIONS if name in found.header.places]
    size = len(found.rows) * len(ways)
    columns: Columns = {
        "account": [context.account] * size,
        "destination": [DESTINATIONS[name] for name in ways for _ in found.rows],
        "date": [first] * size,
        "until": [last] * size,
        "clicks": [count for name in ways for count in found.read(name, _cells.count, NOTHING)],
        "source": [SOURCE] * size,
        "note": notes * len(ways),
        **{name: values * len(ways) for name, values in found.where().items()},
    }
    return Reading(
        {"clicks": columns}, len(found.rows), found.dropped, tuple(found.problems), places=_places(found, ways)
    )


def _places(found: Records, ways: list[str]) -> dict[str, str]:
    """Clicks stand in a column per destination: `clicks to store home` is where those of that destination are."""
    own = {f"clicks to {DESTINATIONS[name]}": found.column(name) for name in ways}
    return {**found.columns(), **own, "clicks": found.column(*ways)}
