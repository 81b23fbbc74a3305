"""Targets that nothing can be held against: the client agreed to a number that the month's exports don't give."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from report_gen.config import ClientConfig
from report_gen.report import Headline
from report_gen.tables import Quality

_TRENDS = "Export the 近30日 workbooks twice a month, or the note list on the first days of the next month."
_CLICKS = "Export 近30日涨粉数据.xlsx (主页访客) twice a month, or put a click table (date, destination, clicks) into exports/."
_WAYS = {
    "search_visibility": "Put a table of keyword ranks (date, keyword, rank) of the month into exports/.",
    "click_throughs": _CLICKS,
    "click_through_rate": _CLICKS,
    "evergreen_save_share": "It needs a note list from before the month: put one into exports/ if there is any.",
}


def without_value(config: ClientConfig, month: str, headline: Mapping[str, Headline]) -> Iterator[Quality]:
    """A line for each target of the month whose number is not known."""
    for metric in config.targets:
        target = config.target(metric, month)
        number = headline.get(metric)
        if target is not None and (number is None or number.value is None):
            yield Quality(
                code="target_without_value",
                severity="warning",
                message=f"client.yml has a target of {target:g} for {metric}, but the exports of {month} give no such number.",
                advice=f"{_way(metric, config)} Or take the target out of client.yml.",
            )


def _way(metric: str, config: ClientConfig) -> str:
    """What would give the number."""
    if config.save_rate.per == "reach" and metric in ("save_rate", "comment_rate", "click_through_rate"):
        return "No export holds reach: set save_rate: {per: impressions} or {per: views} in client.yml."
    return _WAYS.get(metric, _TRENDS)
