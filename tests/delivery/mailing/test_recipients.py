"""A report goes to those that its client names, at the client's own domains, and to nobody whom another client has claimed."""

from __future__ import annotations

from pathlib import Path

import pytest

from report_gen import agency, config
from report_gen.delivery import recipients
from report_gen.errors import DeliveryError, SettingsError
from report_gen.workspace import Workspace

AGENCY = "site_name: Reports\nextra:\n  agency: {name: Lantern, domain: lantern.example, sender: r@lantern.example%s}\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "mkdocs.yml").write_text(AGENCY % "")
    settle(tmp_path, "kopi", "recipients: [mei@kopi.example, boss@kopi.example]", "recipient_domains: [kopi.example]")
    return tmp_path


def settle(root: Path, slug: str, *lines: str) -> None:
    folder = root / "clients" / slug
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "client.yml").write_text("\n".join([f"client: {slug}", *lines, ""]))


def of(root: Path, *only: str, slug: str = "kopi") -> tuple[str, ...]:
    place = Workspace(root)
    client = place.client(slug)
    return recipients.of_client(place, client, config.load(client), agency.load(place), only)


def refused(root: Path, *only: str) -> str:
    with pytest.raises(DeliveryError) as caught:
        of(root, *only)
    return str(caught.value)


def test_those_that_are_named_in_their_order(root: Path) -> None:
    assert of(root) == ("mei@kopi.example", "boss@kopi.example")


def test_to_only_chooses_among_them(root: Path) -> None:
    assert of(root, "BOSS@kopi.example") == ("boss@kopi.example",)
    said = refused(root, "bos@kopi.example")
    assert "bos@kopi.example is not among the recipients of kopi" in said
    assert "Did you mean boss@kopi.example?" in said


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ((), "names nobody to send reports to. Add: recipients: [name@client.example]"),
        (("recipients: [a@kopi.example, b@kaya.example]",), "add: recipient_domains: [kopi.example, kaya.example]"),
        (
            ("recipients: [a@mail.kopi.example]", "recipient_domains: [kopi.example]"),
            "a@mail.kopi.example is not at kopi.example",
        ),
        (
            ("recipients: [a@kopi.example.evil.example]", "recipient_domains: [kopi.example]"),
            "a@kopi.example.evil.example is not at kopi.example",
        ),
        (("recipients: [美@kopi.example]", "recipient_domains: [kopi.example]"), "Ask for an address of plain letters"),
    ],
)
def test_what_cannot_be_right_is_refused(root: Path, lines: tuple[str, ...], said: str) -> None:
    settle(root, "kopi", *lines)
    assert said in refused(root)


def test_everything_wrong_is_said_at_once(root: Path) -> None:
    settle(root, "kopi", "recipients: [a@x.example, b@y.example]", "recipient_domains: [kopi.example]")
    said = refused(root, "c@kopi.example")
    assert all(address in said for address in ("a@x.example", "b@y.example", "c@kopi.example"))


def test_a_domain_that_another_client_has_claimed_is_refused(root: Path) -> None:
    settle(root, "teh", "recipients: [lim@teh.example]", "recipient_domains: [teh.example]")
    settle(
        root,
        "kopi",
        "recipients: [mei@kopi.example, lim@teh.example]",
        "recipient_domains: [kopi.example, Teh.example]",
    )
    assert "teh says that its people are at teh.example, and so does kopi" in refused(root)


def test_a_recipient_of_another_client_is_refused(root: Path) -> None:
    settle(root, "teh", "recipients: [MEI@kopi.example]")
    assert "teh says that MEI@kopi.example gets its reports, and so does kopi" in refused(root)


def test_a_domain_that_the_agency_calls_shared_is_everybodys(root: Path) -> None:
    settle(root, "teh", "recipients: [lim@kopi.example]", "recipient_domains: [kopi.example]")
    assert "shared_domains: [kopi.example]" in refused(root)
    (root / "mkdocs.yml").write_text(AGENCY % ", shared_domains: [kopi.example]")
    assert of(root) == ("mei@kopi.example", "boss@kopi.example")


def test_the_agencys_own_people_may_get_every_clients_report(root: Path) -> None:
    lead = ("recipients: [lead@lantern.example]", "recipient_domains: [lantern.example]")
    settle(root, "kopi", *lead)
    settle(root, "teh", *lead)
    assert of(root) == ("lead@lantern.example",)


def test_settings_of_another_client_that_cannot_be_read_stop_it(root: Path) -> None:
    settle(root, "teh", "recipients: nobody")
    said = refused(root)
    assert "Every client's recipients are held against those of all others" in said
    assert "clients/teh/client.yml" in said


@pytest.mark.parametrize("value", ["group.example", "[a b]", "[1]"])
def test_shared_domains_are_a_list_of_domains(root: Path, value: str) -> None:
    (root / "mkdocs.yml").write_text(AGENCY % f", shared_domains: {value}")
    with pytest.raises(SettingsError, match="shared_domains must be a list of domains"):
        of(root)


# -- drafts


def to_agency(*to: str, domain: str = "lantern.example") -> tuple[str, ...]:
    return recipients.of_agency(agency.Agency(name="Lantern", domain=domain), to, "kopi")


def test_a_draft_goes_to_the_agencys_own_people_who_are_named() -> None:
    assert to_agency("a@lantern.example", "A@LANTERN.example", "b@lantern.example") == (
        "A@LANTERN.example", "b@lantern.example"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("to", "domain", "said"),
    [
        ((), "lantern.example", "Say who gets the draft"),
        (("a@lantern.example",), "", "mkdocs.yml doesn't say where those are"),
        (("mei@kopi.example",), "lantern.example", "mei@kopi.example is not at lantern.example"),
        (("a@mail.lantern.example",), "lantern.example", "a draft goes nowhere else"),
        (("a@lantern.example, mei@kopi.example",), "lantern.example", "is not at lantern.example"),
    ],
)
def test_a_draft_goes_nowhere_else(to: tuple[str, ...], domain: str, said: str) -> None:
    with pytest.raises(DeliveryError) as caught:
        to_agency(*to, domain=domain)
    assert said in str(caught.value)
