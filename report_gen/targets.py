"""Targets that nothing can be held against: the client agreed to a number that the month's exports don't give."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from report_gen.config import ClientConfig
from report_gen.report import Headline, Number, digits
from report_gen.story import months_back
from report_gen.tables import Quality
from report_gen.wording import Sentences, noop, say

_TRENDS = noop("Export the 近30日 workbooks twice a month, or the note list on the first days of the next month.")
_CLICKS = noop(
    "Export 近30日涨粉数据.xlsx (主页访客) twice a month, or put a click table (date, destination, clicks) into exports/."
)
_WAYS = {
    "search_visibility": noop("Put a table of keyword ranks (date, keyword, rank) of the month into exports/."),
    "click_throughs": _CLICKS,
    "click_through_rate": _CLICKS,
    "evergreen_save_share": noop("It needs a note list from before the month: put one into exports/ if there is any."),
}


def without_value(config: ClientConfig, month: str, headline: Mapping[str, Headline]) -> Iterator[Quality]:
    """A line for each target of the month whose number is not known."""
    for metric in config.targets:
        target = config.target(metric, month)
        number = headline.get(metric)
        if target is not None and (number is None or number.value is None):
            message = say(
                "client.yml has a target of {target} for {metric}, but the exports of {month} give no such number.",
                target=f"{target:g}", metric=metric, month=month,
            )  # fmt: skip
            advice = Sentences((say(_way(metric, config)), say("Or take the target out of client.yml.")))
            yield Quality.told("target_without_value", "warning", message, advice)


def of_quarter(config: ClientConfig, month: str) -> dict[str, dict[str, Number]]:
    """The targets of the months of the quarter that holds this one, by metric; months without a target are left out."""
    first = months_back(month, (int(month[5:]) - 1) % 3)
    quarter = [months_back(first, -n) for n in range(3)]
    found = {
        m: {one: target for one in quarter if (target := config.target(m, one)) is not None} for m in config.targets
    }
    return {metric: {one: digits(target) for one, target in plan.items()} for metric, plan in found.items() if plan}


def _way(metric: str, config: ClientConfig) -> str:
    """What would give the number."""
    if config.save_rate.per == "reach" and metric in ("save_rate", "comment_rate", "click_through_rate"):
        return noop("No export holds reach: set save_rate: {per: impressions} or {per: views} in client.yml.")
    return _WAYS.get(metric, _TRENDS)
