"""Who gets a client's e-mails: those that its settings name, each within the client's own domains and nobody else's.

A wrong recipient can't be called back, so that whatever looks like one is refused, all of it at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from report_gen import addresses, config
from report_gen.agency import Agency
from report_gen.config import ClientConfig
from report_gen.errors import DeliveryError, SettingsError
from report_gen.workspace import Client, Workspace


def of_client(
    workspace: Workspace, client: Client, settings: ClientConfig, agency: Agency, only: Sequence[str] = ()
) -> tuple[str, ...]:
    """The recipients, each once; `only` narrows them. Raises DeliveryError with all that speaks against any of them."""
    listed = tuple({key(one): one for one in reversed(settings.recipients)}.values())[::-1]
    problems = [
        *_unsaid(client, settings),
        *_outside(client, settings),
        *_unsendable(listed),
        *_unlisted(client, listed, only),
    ]
    if problems or (problems := list(_of_others(workspace, client, settings, agency))):
        raise DeliveryError(*problems)
    wanted = {key(one) for one in only}
    return tuple(one for one in listed if not wanted or key(one) in wanted)


def of_agency(agency: Agency, to: Sequence[str], slug: str) -> tuple[str, ...]:
    """Who gets a draft: addresses of the agency's own domain, named one by one."""
    if not agency.domain:
        raise DeliveryError(
            "Drafts go to the agency's own people alone, and mkdocs.yml doesn't say where those are. Add under extra.agency: "
            "domain: agency.example"
        )
    if not to:
        raise DeliveryError(f"Say who gets the draft, as in: report-gen send {slug} --draft --to mei@{agency.domain}")
    foreign = [one for one in to if not addresses.is_within(one, (agency.domain,))]
    if problems := [
        *(f"{one} is not at {agency.domain}, and a draft goes nowhere else." for one in foreign), *_unsendable(to)
    ]:  # fmt: skip
        raise DeliveryError(*problems)
    return tuple({key(one): one for one in to}.values())


def key(address: str) -> str:
    """What two ways of writing one address share."""
    return address.strip().casefold()


def _unsaid(client: Client, settings: ClientConfig) -> Iterator[str]:
    file = f"clients/{client.slug}/client.yml"
    if not settings.recipients:
        yield f"{file} names nobody to send reports to. Add: recipients: [name@client.example]"
    elif not settings.recipient_domains:
        domains = ", ".join(dict.fromkeys(addresses.domain(one) for one in settings.recipients))
        yield (
            f"{file} doesn't say at which domains the client's people are, so nothing is sent to them. If it is where its "
            f"recipients are, add: recipient_domains: [{domains}]"
        )


def _outside(client: Client, settings: ClientConfig) -> Iterator[str]:
    for one in settings.recipients:
        if settings.recipient_domains and not addresses.is_within(one, settings.recipient_domains):
            yield (
                f"{one} is not at {' or '.join(settings.recipient_domains)}. If it is the client's all the same, add "
                f"{addresses.domain(one)} to recipient_domains in clients/{client.slug}/client.yml; else take it out of "
                "recipients."
            )


def _unsendable(listed: Sequence[str]) -> Iterator[str]:
    for one in listed:
        if not one.isascii():
            yield f"{one} holds letters that not every mail server takes. Ask for an address of plain letters."


def _unlisted(client: Client, listed: Sequence[str], only: Sequence[str]) -> Iterator[str]:
    known = {key(one): one for one in listed}
    for one in only:
        if key(one) not in known:
            near = get_close_matches(key(one), known, n=1)
            guess = f" Did you mean {known[near[0]]}?" if near else ""
            yield (
                f"{one} is not among the recipients of {client.slug}, and --to only chooses among them.{guess} Whoever is "
                f"to get its reports stands in clients/{client.slug}/client.yml."
            )


def _of_others(workspace: Workspace, client: Client, settings: ClientConfig, agency: Agency) -> Iterator[str]:
    """What another client has claimed; domains that the agency names as shared, and its own, are nobody's."""
    free = {one.casefold() for one in (*agency.shared_domains, agency.domain)}
    own = {one.casefold() for one in settings.recipient_domains} - free
    people = {key(one) for one in settings.recipients if addresses.domain(one) not in free}
    for slug in workspace.slugs():
        if slug == client.slug:
            continue
        other = _settings(workspace.client(slug))
        domains = {one.casefold() for one in other.recipient_domains}
        for domain in sorted(own & domains):
            yield _claimed(client, slug, domain, f"its people are at {domain}", "recipient_domains")
        for one in other.recipients:
            if key(one) in people and addresses.domain(one) not in domains:
                yield _claimed(client, slug, addresses.domain(one), f"{one} gets its reports", "recipients")


def _claimed(client: Client, other: str, domain: str, what: str, where: str) -> str:
    return (
        f"{other} says that {what}, and so does {client.slug}: one of them is wrong, and would read the other's report. "
        f"Take it out of {where} in clients/{other}/client.yml or clients/{client.slug}/client.yml. If both belong to it, "
        f"say so in mkdocs.yml under extra.agency: shared_domains: [{domain}]"
    )


def _settings(client: Client) -> ClientConfig:
    try:
        return config.load(client)
    except SettingsError as error:
        raise DeliveryError(
            "Every client's recipients are held against those of all others, and the settings of one can't be read:",
            *error.problems,
        ) from None
