"""What a person found out about an e-mail, put on record: it arrived, or it didn't."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal

from report_gen import config
from report_gen.delivery import dispatch, receipts, records
from report_gen.delivery.recipients import key
from report_gen.delivery.records import Delivery
from report_gen.errors import DeliveryError
from report_gen.files import exclusive
from report_gen.progress import Progress
from report_gen.workspace import Client, Workspace

BY_HAND = "settled by hand"


@dataclass(frozen=True)
class Finding:
    """Of the month's e-mail to these recipients. One that was never sent from here may have been sent by hand."""

    slug: str
    month: str
    to: tuple[str, ...]
    state: Literal["sent", "not-sent"]


def settle(workspace: Workspace, finding: Finding, at: dt.datetime, progress: Progress) -> tuple[Delivery, ...]:
    """All of it, or none. Raises DeliveryError where nothing is open."""
    client = workspace.client(finding.slug)
    with exclusive(client.build / ".lock", partial(progress, client.slug, "waiting for another build", 0, 1)):
        log = records.read(client, Delivery)
        _refuse_strangers(client, finding, log)
        settled = [one for recipient in finding.to for one in _settled(finding, log, recipient, at)]
        for one in settled:
            records.add(client, one)
    return tuple(settled)


def _settled(finding: Finding, log: Sequence[Delivery], recipient: str, at: dt.datetime) -> Iterator[Delivery]:
    state: Literal["sent", "refused"] = "sent" if finding.state == "sent" else "refused"
    if unknown := receipts.open_ends(log, finding.month, recipient):
        yield from (dispatch.end(one, at, state, BY_HAND) for one in unknown)
    elif state == "sent" and receipts.of(log, finding.month, recipient).state == "nothing":
        yield _by_hand(finding, recipient, at)
    else:
        raise DeliveryError(
            f"There is nothing to settle for {recipient}: what became of its e-mail of {finding.month} is on record."
        )


def _by_hand(finding: Finding, recipient: str, at: dt.datetime) -> Delivery:
    """It went out by another program, whose message nobody here has seen."""
    name = f"by hand, {at.isoformat()}"
    return Delivery(at=at, month=finding.month, recipient=recipient, message_id=name, state="sent", subject="",
                    hashes={}, said=BY_HAND)  # fmt: skip


def _refuse_strangers(client: Client, finding: Finding, log: Sequence[Delivery]) -> None:
    known = {key(one) for one in (*config.load(client).recipients, *(entry.recipient for entry in log))}
    if strangers := [one for one in finding.to if key(one) not in known]:
        raise DeliveryError(*(f"{one} is not among the recipients of {client.slug}." for one in strangers))
