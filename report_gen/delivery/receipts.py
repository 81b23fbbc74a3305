"""Who has a month's e-mail, as the log of deliveries has it. Drafts never count.

Every delivery has a message id, and its last entry tells what became of it. One that was begun and has no end was cut off:
nobody knows.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from report_gen.delivery.recipients import key
from report_gen.delivery.records import Delivery


@dataclass(frozen=True)
class Receipt:
    """What a recipient has: `sent` it, perhaps (`unknown`), or `nothing`. `last` is the entry that says so."""

    state: Literal["sent", "unknown", "nothing"]
    last: Delivery | None = None


def of(log: Iterable[Delivery], month: str, recipient: str) -> Receipt:
    """Of several deliveries one that arrived settles it; one of which nobody knows weighs more than one that did not."""
    ends = [*_ends(log, month, recipient).values()]
    states: tuple[Literal["sent", "unknown"], ...] = ("sent", "unknown")
    for state in states:
        if found := [one for one in ends if _state(one) == state]:
            return Receipt(state, found[-1])
    return Receipt("nothing", ends[-1] if ends else None)


def next_free(log: Iterable[Delivery], name: Callable[[int], str]) -> int:
    """The number of the next delivery, of which `name` makes the message id: the first whose id no message has that arrived or
    may have arrived."""
    last = {one.message_id: one.state for one in log}
    return next(number for number in itertools.count() if last.get(name(number), "refused") == "refused")


def open_ends(log: Iterable[Delivery], month: str, recipient: str) -> tuple[Delivery, ...]:
    """Deliveries of which nobody knows, each by its last entry."""
    return tuple(one for one in _ends(log, month, recipient).values() if _state(one) == "unknown")


def _ends(log: Iterable[Delivery], month: str, recipient: str) -> dict[str, Delivery]:
    """The last entry of each delivery, by message id."""
    own = (one for one in log if one.month == month and not one.draft and key(one.recipient) == key(recipient))
    return {one.message_id: one for one in own}


def _state(entry: Delivery) -> str:
    return "unknown" if entry.state == "begun" else entry.state
