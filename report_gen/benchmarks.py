"""Bands from outside the client's own numbers: those of client.yml, and those of the agency's anonymous pool.

The pool stands in `benchmarks.json` of the workspace, written by `report_gen.pool`: quartiles of notes' rates, without a name
or a count. It is all that a build ever reads of what other clients' numbers went into. A month is held against the latest
pool up to it, so that a later pool changes no earlier report.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError

from report_gen.config import ClientConfig, Format, Month
from report_gen.errors import SettingsError
from report_gen.report import Band, Report
from report_gen.tables import Frozen
from report_gen.topics import fold

ALL = "all"  # the cell over every category
PooledMetric = Literal["saves_per_impression", "saves_per_view", "comments_per_impression", "comments_per_view"]
Reason = Literal["too_few", "one_client", "difference"]


class Cell(Frozen):
    """What notes of that category and format reach: the quartiles of their rates since publication, each client counting
    the same, to 2 significant digits."""

    category: str
    format: Format
    metric: PooledMetric
    low: float
    median: float
    high: float


class Pool(Frozen):
    """The cells that may be told of the twelve months up to `month`, and how many may not, by reason."""

    month: Month
    cells: tuple[Cell, ...] = ()
    suppressed: dict[Reason, int] = Field(default_factory=dict)


class PoolFile(Frozen):
    """benchmarks.json: a pool for each month that one was made for, oldest first."""

    schema_: Literal["report-gen/benchmarks@1"] = Field("report-gen/benchmarks@1", alias="schema")
    pools: tuple[Pool, ...] = ()

    def with_pool(self, pool: Pool) -> PoolFile:
        """The file with that pool in place of an earlier one of its month."""
        others = [one for one in self.pools if one.month != pool.month]
        return self.model_copy(update={"pools": tuple(sorted([*others, pool], key=lambda one: one.month))})

    def until(self, month: str) -> Pool | None:
        """The latest pool up to that month."""
        return next((pool for pool in reversed(self.pools) if pool.month <= month), None)

    def to_json(self) -> str:
        return json.dumps(self.model_dump(mode="json", by_alias=True), ensure_ascii=False, indent=1) + "\n"


def read(file: Path) -> PoolFile:
    """The agency's pools; none where no pool was ever made."""
    if not file.is_file():
        return PoolFile(schema="report-gen/benchmarks@1")
    try:
        return PoolFile.model_validate_json(file.read_bytes())
    except ValidationError as error:
        raise SettingsError(
            f"{file.name} is not as report-gen writes it ({error.errors()[0]['msg']}). Put back the version before, or "
            "delete it and make it again with: report-gen benchmark"
        ) from error


def own(config: ClientConfig) -> tuple[Band, ...]:
    """The bands that client.yml names."""
    return tuple(
        Band(metric=b.metric, format=b.format, low=b.low, good=b.good, source=b.source) for b in config.benchmarks
    )


def beside(report: Report, config: ClientConfig, file: PoolFile) -> Report:
    """The Report with the pool's bands after those of client.yml, which win where both say something on the same rate."""
    pool = file.until(report.month)
    if pool is None:
        return report
    per = report.rate_per
    taken = {(_denominated(band.metric, per), band.format) for band in report.benchmarks}
    bands = (band for band in _bands(pool, config, per) if (_denominated(band.metric, per), band.format) not in taken)
    return report.model_copy(update={"benchmarks": (*report.benchmarks, *bands)})


def _bands(pool: Pool, config: ClientConfig, per: str) -> Iterator[Band]:
    """From the lower to the upper quartile, for the rates that divide by what this client's divide by."""
    for cell in _fitting(pool.cells, config.category):
        metric = next((m for m in ("save_rate", "comment_rate") if _denominated(m, per) == cell.metric), None)
        if metric:
            which = "all categories" if cell.category == ALL else cell.category
            source = f"agency pool, {which}, to {pool.month}"
            yield Band(metric=metric, format=cell.format, low=cell.low, good=cell.high, source=source)


def _fitting(cells: Sequence[Cell], category: str | None) -> list[Cell]:
    """Those of the client's category, and where it has none for a format and metric the one of all."""
    of_all = {(cell.format, cell.metric): cell for cell in cells if cell.category == ALL}
    of_own = {(cell.format, cell.metric): cell for cell in cells if cell.category == category_key(category)}
    return [cell for _, cell in sorted({**of_all, **of_own}.items())]


def category_key(category: str | None) -> str:
    """A category as the pool calls it; "" for none. A category called “all” is none: that is everybody's."""
    folded = fold(category or "")
    return "" if folded == ALL else folded


def _denominated(metric: str, per: str) -> str:
    """save_rate per impressions → saves_per_impression"""
    counters = {"save_rate": "saves", "comment_rate": "comments"}
    return f"{counters[metric]}_per_{per.removesuffix('s')}" if metric in counters else metric
