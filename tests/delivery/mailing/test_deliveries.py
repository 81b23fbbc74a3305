"""Each recipient gets the month once, whatever the server does: counted there."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import pytest

from report_gen.delivery import records, send, settle
from report_gen.delivery.dispatch import Batch
from report_gen.delivery.records import Delivery
from report_gen.delivery.send import CUT_OFF, Sent
from report_gen.delivery.settle import Finding
from report_gen.delivery.smtp import Answer, Envelope, Server
from report_gen.errors import DeliveryError
from report_gen.workspace import Workspace
from tests.delivery.agencies import NOW, OCTOBER, quiet
from tests.delivery.mailing.conftest import Outside
from tests.delivery.mailing.post_office import Desk, Fault, free_port, open_office

MEI, BOSS = "mei@kopikaya.example", "boss@kopikaya.example"


def states(done: Sent) -> dict[str, str]:
    return {one.recipient: one.state for one in done.results}


def log(batch: Batch) -> list[str]:
    return [one.state for one in records.read(batch.client, Delivery)]


def test_everybody_gets_it_alone_and_it_is_on_record(batch: Batch, outside: Outside) -> None:
    desk = Desk()
    with open_office(desk) as server:
        done = send.deliver(batch, outside(server))
    assert (states(done), done.is_well) == ({MEI: "sent", BOSS: "sent"}, True)
    assert [message["To"] for message in desk.messages()] == [MEI, BOSS]
    begun, sent, *_ = records.read(batch.client, Delivery)
    assert (begun.state, sent.state, sent.said) == ("begun", "sent", "250 2.0.0 taken")
    assert sent.message_id == desk.messages()[0]["Message-ID"]
    assert set(sent.hashes) == {"kopi-2026-10.pdf", "kopi-2026-10-zh.pdf", "message"}


def test_a_second_run_sends_nothing_and_says_since_when_they_have_it(batch: Batch, outside: Outside) -> None:
    desk = Desk()
    with open_office(desk) as server:
        send.deliver(batch, outside(server))
        done = send.deliver(batch, outside(server))
    assert (states(done), done.is_well) == ({MEI: "has", BOSS: "has"}, True)
    assert desk.counts == {MEI: 1, BOSS: 1}
    assert "has it since 2026-11-03 02:00 UTC" in send.as_text(done)


def test_again_sends_it_once_more_under_another_id(batch: Batch, outside: Outside) -> None:
    desk = Desk()
    with open_office(desk) as server:
        send.deliver(batch, outside(server))
        send.deliver(replace(batch, again=True), outside(server))
    assert desk.counts == {MEI: 2, BOSS: 2}
    assert len({message["Message-ID"] for message in desk.messages()}) == 4


@pytest.mark.parametrize(
    ("faults", "state", "taken", "tried"),
    [
        (["recipient 550"], "refused", 0, 1),
        (["recipient 450"], "sent", 1, 2),
        (["recipient 450"] * 3, "sent", 1, 4),
        (["recipient 450"] * 4, "later", 0, 4),
        (["recipient drop"], "sent", 1, 2),
        (["recipient drop"] * 4, "later", 0, 4),
        (["data drop"], "sent", 1, 2),
        (["end 451"], "sent", 1, 2),
        (["end 421"], "sent", 1, 2),
        (["end 554"], "refused", 0, 1),
        (["end drop, kept"], "unknown", 1, 1),
        (["end drop, lost"], "unknown", 0, 1),
    ],
)
def test_what_is_tried_again_and_what_is_not(
    batch: Batch, outside: Outside, faults: list[Fault], state: str, taken: int, tried: int
) -> None:
    """As long as the server can't have the message, and only so long."""
    desk = Desk(list(faults))
    with open_office(desk) as server:
        done = send.deliver(batch, outside(server))
    assert states(done) == {MEI: state, BOSS: "sent"}
    assert (desk.counts[MEI], desk.tried[MEI], desk.counts[BOSS]) == (taken, tried, 1)
    assert done.is_well == (state == "sent")


@pytest.mark.parametrize("fault", ["end drop, kept", "end drop, lost"])
def test_what_nobody_knows_is_never_sent_again_by_itself(batch: Batch, outside: Outside, fault: Fault) -> None:
    desk = Desk([fault])
    with open_office(desk) as server:
        first = send.deliver(batch, outside(server))
        second = send.deliver(batch, outside(server))
    assert (desk.tried[MEI], states(first), states(second)) == (
        1, {MEI: "unknown", BOSS: "sent"}, {MEI: "unknown", BOSS: "has"}
    )  # fmt: skip
    said = send.as_text(second)
    assert records.read(batch.client, Delivery)[0].message_id in said
    assert f"report-gen send kopi --month 2026-10 --to {MEI} --settle sent" in said


def test_whoever_was_refused_gets_it_in_the_next_run(batch: Batch, outside: Outside) -> None:
    desk = Desk(["recipient 550"])
    with open_office(desk) as server:
        send.deliver(batch, outside(server))
        done = send.deliver(batch, outside(server))
    assert states(done) == {MEI: "sent", BOSS: "has"}
    assert desk.counts == {MEI: 1, BOSS: 1}


def test_a_slow_server_is_waited_for(batch: Batch, outside: Outside) -> None:
    desk = Desk(slow=0.4)
    with open_office(desk) as server:
        assert send.deliver(batch, outside(server)).is_well


def test_a_process_that_was_killed_leaves_it_open(batch: Batch, outside: Outside) -> None:
    desk = Desk()
    with open_office(desk) as server:
        with pytest.raises(KeyboardInterrupt):
            send.deliver(batch, outside(Killed(server)))
        assert log(batch) == ["begun"]
        done = send.deliver(batch, outside(server))
    assert states(done) == {MEI: "unknown", BOSS: "sent"}
    assert CUT_OFF in send.as_text(done)
    assert desk.counts == {MEI: 1, BOSS: 1}


class Killed:
    """Ends the program when the server has the message and its answer is not yet read."""

    def __init__(self, server: Server) -> None:
        self._server = server

    def hand_over(self, envelope: Envelope) -> Answer:
        self._server.hand_over(envelope)
        raise KeyboardInterrupt


@pytest.mark.parametrize(("state", "then"), [("sent", "has"), ("not-sent", "sent")])
def test_what_a_person_found_out_settles_it(
    batch: Batch, outside: Outside, place: Workspace, state: Literal["sent", "not-sent"], then: str
) -> None:
    desk = Desk(["end drop, lost" if state == "not-sent" else "end drop, kept"])
    with open_office(desk) as server:
        send.deliver(batch, outside(server))
        settle.settle(place, Finding("kopi", OCTOBER, (MEI,), state), NOW, quiet)
        done = send.deliver(batch, outside(server))
    assert states(done) == {MEI: then, BOSS: "has"}
    assert desk.counts == {MEI: 1, BOSS: 1}


def test_what_went_out_by_hand_can_be_put_on_record(batch: Batch, outside: Outside, place: Workspace) -> None:
    settle.settle(place, Finding("kopi", OCTOBER, (MEI,), "sent"), NOW, quiet)
    desk = Desk()
    with open_office(desk) as server:
        done = send.deliver(batch, outside(server))
    assert (states(done), desk.counts) == ({MEI: "has", BOSS: "sent"}, {BOSS: 1})


def test_an_id_that_arrived_is_never_given_away_again(batch: Batch, outside: Outside, place: Workspace) -> None:
    """Nobody knew of the first, the second arrived; that the first did not makes no room for a third one under their ids."""
    desk, again = Desk(["end drop, lost"]), replace(batch, to=(MEI,), again=True)
    with open_office(desk) as server:
        send.deliver(replace(again, again=False), outside(server))
        send.deliver(again, outside(server))
        settle.settle(place, Finding("kopi", OCTOBER, (MEI,), "not-sent"), NOW, quiet)
        desk.faults = ["", "recipient 550"]
        send.deliver(again, outside(server))
        send.deliver(again, outside(server))
        done = send.deliver(replace(again, again=False), outside(server))
    assert len({message["Message-ID"] for message in desk.messages()}) == len(desk.messages()) == 2
    assert states(done) == {MEI: "has"}


def test_there_is_nothing_to_settle_where_all_is_on_record(batch: Batch, outside: Outside, place: Workspace) -> None:
    with open_office(Desk()) as server:
        send.deliver(batch, outside(server))
    with pytest.raises(DeliveryError, match="nothing to settle for mei"):
        settle.settle(place, Finding("kopi", OCTOBER, (MEI,), "sent"), NOW, quiet)
    with pytest.raises(DeliveryError, match="is not among the recipients"):
        settle.settle(place, Finding("kopi", OCTOBER, ("eve@kopikaya.example",), "sent"), NOW, quiet)


def test_what_holds_for_everybody_ends_the_run_at_once(batch: Batch, outside: Outside) -> None:
    desk = Desk(["sender 550"])
    with open_office(desk) as server:
        done = send.deliver(batch, outside(server))
    assert states(done) == {MEI: "untried", BOSS: "untried"}
    assert "takes nothing from reports@lantern.example: 550 5.7.1 not your address" in done.problems[0]
    assert (log(batch), desk.counts) == (["begun", "refused"], {})


def test_a_server_that_is_not_there_is_tried_four_times_and_named(batch: Batch, outside: Outside) -> None:
    server = Server("127.0.0.1", free_port(), "none")
    done = send.deliver(batch, outside(server))
    assert states(done) == {MEI: "untried", BOSS: "untried"}
    assert f"127.0.0.1:{server.port} takes no connections; see REPORT_GEN_SMTP_HOST" in done.problems[0]
    assert log(batch) == ["begun", "refused"] * 4
