"""`send SLUG`: the month by e-mail, to each recipient once.

    dispatch     what goes out and to whom, if it may at all      (gate, parcel, recipients, letter, mail)
    send         one transaction for each; the log has its beginning on disk before, and its end after      (smtp, records)

As long as the server can't have a message, sending is tried again; as soon as it may have it, never by itself.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Literal, Protocol

from report_gen.delivery import dispatch, receipts, records
from report_gen.delivery.dispatch import Batch, Request
from report_gen.delivery.receipts import Receipt
from report_gen.delivery.records import Delivery
from report_gen.delivery.smtp import Answer, Envelope
from report_gen.errors import DeliveryError
from report_gen.files import exclusive
from report_gen.progress import Progress
from report_gen.workspace import Client, Workspace

PAUSES = (2.0, 15.0, 60.0)  # seconds before the next attempts, while the server can't have the message
CUT_OFF = "report-gen was ended before the server's answer"


class Post(Protocol):
    """What takes messages: `smtp.Server`."""

    def hand_over(self, envelope: Envelope) -> Answer: ...


@dataclass(frozen=True)
class Edge:
    """The world outside: who takes messages, a clock, time that passes, and who is told how it goes."""

    post: Post
    now: Callable[[], dt.datetime]
    sleep: Callable[[float], None]
    progress: Progress


@dataclass(frozen=True)
class Result:
    """What became of one recipient's e-mail; `said` says it in words, with what to do. Who `has` it got it before."""

    recipient: str
    state: Literal["sent", "has", "later", "refused", "unknown", "untried"]
    said: str

    @property
    def is_well(self) -> bool:
        return self.state in ("sent", "has")


@dataclass(frozen=True)
class Sent:
    """`problems` are of the server or the settings: what ended it before its end."""

    batch: Batch
    results: tuple[Result, ...]
    problems: tuple[str, ...] = ()

    @property
    def is_well(self) -> bool:
        return not self.problems and all(one.is_well for one in self.results)


def send(workspace: Workspace, request: Request, edge: Edge) -> Sent:
    """To all who haven't got it. Raises ReportGenError where nothing may go out; what happens then is in the results."""
    client = workspace.client(request.slug)
    with exclusive(client.build / ".lock", partial(edge.progress, client.slug, "waiting for another build", 0, 1)):
        return deliver(dispatch.prepare(workspace, request), edge)


def deliver(batch: Batch, edge: Edge) -> Sent:
    """One after the other; nobody else may be at it, for which `send` has the client's lock."""
    _close_what_was_cut_off(batch.client, edge.now())
    results: list[Result] = []
    for number, recipient in enumerate(batch.to):
        edge.progress(batch.client.slug, f"sending to {recipient}", number, len(batch.to))
        try:
            results.append(_to_one(batch, recipient, edge))
        except DeliveryError as error:  # the same would happen to all others
            rest = (Result(one, "untried", f"not sent; {_later(batch)}") for one in batch.to[number:])
            return Sent(batch, (*results, *rest), error.problems)
    return Sent(batch, tuple(results))


def as_text(done: Sent) -> str:
    """A line a recipient, those last who haven't got it."""
    results = sorted(done.results, key=lambda one: not one.is_well)
    told = [f"  {one.recipient}: {one.said}" for one in results]
    return "\n".join([f"{done.batch.client.slug}: {done.batch.subject}", *told])


def _close_what_was_cut_off(client: Client, at: dt.datetime) -> None:
    """A delivery that was begun and has no end: its process was killed in between."""
    last = {one.message_id: one for one in records.read(client, Delivery)}
    for one in last.values():
        if one.state == "begun":
            records.add(client, dispatch.end(one, at, "unknown", CUT_OFF))


# -- one recipient


def _to_one(batch: Batch, recipient: str, edge: Edge) -> Result:
    log = records.read(batch.client, Delivery)
    has = receipts.of(log, batch.month, recipient)
    if has.state != "nothing" and not batch.again:
        return standing(batch, recipient, has)
    number = receipts.next_free(log, partial(dispatch.message_id, batch, recipient))
    answer, last = _until_certain(partial(_attempt, batch, recipient, number, edge), edge)
    if not answer.reached:
        raise DeliveryError(f"{answer.said}.")
    return Result(recipient, answer.state, _told(batch, answer, last))


def _until_certain(attempt: Callable[[], tuple[Answer, Delivery]], edge: Edge) -> tuple[Answer, Delivery]:
    """Until the server has it, refuses it, or may have it; or until there is no more patience."""
    for pause in PAUSES:
        answer, last = attempt()
        if answer.state != "later":
            return answer, last
        edge.progress(last.recipient, f"{answer.said}; trying again in {pause:.0f} s", 0, 1)
        edge.sleep(pause)
    return attempt()


def _attempt(batch: Batch, recipient: str, number: int, edge: Edge) -> tuple[Answer, Delivery]:
    """One transaction between its two entries in the log."""
    begun, data = dispatch.begin(batch, recipient, number, edge.now())
    records.add(batch.client, begun)
    try:
        answer = edge.post.hand_over(Envelope(batch.parcel.agency.sender, recipient, data))
    except DeliveryError as error:
        records.add(batch.client, dispatch.end(begun, edge.now(), "refused", " ".join(error.problems)))
        raise
    state = "refused" if answer.state == "later" else answer.state
    last = dispatch.end(begun, edge.now(), state, answer.said)
    records.add(batch.client, last)
    return answer, last


# -- what is said


def standing(batch: Batch, recipient: str, has: Receipt) -> Result:
    """Of one to whom nothing is sent, since it arrived or may have arrived before."""
    assert has.last is not None
    if has.state == "unknown":
        return Result(recipient, "unknown", _unknown(batch, has.last))
    approved, since = batch.parcel.approved_at, f"has it since {has.last.at:%Y-%m-%d %H:%M} UTC"
    if approved and has.last.at < approved:
        since = f"{since}, as it was before it was approved anew; to send what is approved now, add --again"
    return Result(recipient, "has", since)


def _told(batch: Batch, answer: Answer, last: Delivery) -> str:
    said = {
        "sent": f"{'draft sent' if last.draft else 'sent'}, message id {last.message_id}",
        "refused": f"not sent, the server refuses it: {answer.said}",
        "later": f"not sent, the server won't take it yet: {answer.said}; {_later(batch)}",
        "unknown": _unknown(batch, last),
    }
    return said[answer.state]


def _unknown(batch: Batch, last: Delivery) -> str:
    doubt = (
        f"nobody knows whether it arrived: {last.said or CUT_OFF}. Look for {last.message_id} in the mail server's log"
    )
    if last.draft:
        return doubt
    this = f"{batch.command} --to {last.recipient}"
    return (
        f"{doubt}, or ask {last.recipient}. If it arrived: {this} --settle sent. If it didn't: {this} --settle not-sent, and "
        "then send it"
    )


def _later(batch: Batch) -> str:
    return f"a later run sends it: {batch.command}"
