"""Whatever goes wrong, in whatever order, no recipient gets a month twice, and none goes without for good."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from report_gen.delivery import records, send
from report_gen.delivery.dispatch import Batch
from report_gen.delivery.letter import Letter
from report_gen.delivery.records import Delivery
from report_gen.delivery.smtp import Answer, Envelope
from report_gen.errors import DeliveryError
from report_gen.workspace import Client
from tests.delivery.mailing.conftest import Outside

FAULTS = ("", "refused", "later", "unreached", "setup", "lost", "kept", "killed before", "killed after")


class Dead(BaseException):
    """The process."""


class Fickle:
    """A server by its conversation alone: each transaction goes as the next fault says, then all go well."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = faults
        self.has: Counter[str] = Counter()

    def hand_over(self, envelope: Envelope) -> Answer:
        fault = self.faults.pop(0) if self.faults else ""
        if fault in ("", "kept", "killed after"):
            self.has[envelope.recipient] += 1
        if fault.startswith("killed"):
            raise Dead
        if fault == "setup":
            raise DeliveryError("The log-in is wrong.")
        answers = {
            "": "sent",
            "refused": "refused",
            "later": "later",
            "unreached": "later",
            "lost": "unknown",
            "kept": "unknown",
        }
        return Answer(answers[fault], fault, reached=fault != "unreached")  # type: ignore[arg-type]


def slim(batch: Batch, folder: Path) -> Batch:
    """The same with few words and a log of its own."""
    content = replace(batch.content, attachments={}, letter=Letter("October", "<p>October</p>", "October\n", ()))
    return replace(batch, content=content, parcel=replace(batch.parcel, client=Client("kopi", folder / "kopi", folder)))


@settings(max_examples=60)
@given(faults=st.lists(st.sampled_from(FAULTS), max_size=14), runs=st.integers(1, 4))
def test_nobody_gets_it_twice_and_nobody_is_forgotten(
    prepared: Batch, outside: Outside, faults: list[str], runs: int
) -> None:
    server = Fickle(faults)
    with TemporaryDirectory() as folder:
        batch = slim(prepared, Path(folder))
        edge = outside(server)
        for _ in range(runs):
            try:
                send.deliver(batch, edge)
            except Dead:
                continue
        server.faults = []
        done = send.deliver(batch, edge)
        known = records.read(batch.client, Delivery)
    for one in done.results:
        assert server.has[one.recipient] <= 1
        assert server.has[one.recipient] == 1 or one.state == "unknown"
        assert one.is_well or one.state == "unknown"
    assert {one.recipient for one in known if one.state == "sent"} >= {
        one.recipient for one in done.results if one.is_well
    }
