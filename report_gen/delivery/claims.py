"""Whose place it is: the ledger there names the client and the workspace; anybody else's is left alone."""

from __future__ import annotations

from collections.abc import Mapping

from report_gen.delivery import ledger
from report_gen.delivery.ledger import LEDGER, Ledger
from report_gen.delivery.places import Place
from report_gen.delivery.plan import Seen
from report_gen.delivery.targets import Target
from report_gen.errors import DeliveryError
from report_gen.workspace import Client

SHOWN = 8  # names of files in a message
_NOBODYS = "0" * 32


def standing(target: Target, place: Place, client: Client, there: Mapping[str, Seen]) -> Ledger | None:
    """What we know of the place, None where we never were. Raises DeliveryError where it is somebody else's, lies in
    somebody else's or holds one."""
    for content in target.above(LEDGER):
        holder = ledger.read(content, f"a folder above {place.said}").client
        raise DeliveryError(
            f"{place.said} lies in the place of “{holder}”, whose readers would get at it. Choose another folder in publish.to."
        )
    if inner := sorted(path for path in there if path.endswith(f"/{LEDGER}")):
        raise DeliveryError(
            f"{place.said} holds another client's place ({inner[0]}), whose reports would lie among this one's. Choose "
            "another folder in publish.to."
        )
    own = target.read(LEDGER) if LEDGER in there else None
    return None if own is None else _ours(ledger.read(own, place.said), place, client)


def _ours(found: Ledger, place: Place, client: Client) -> Ledger:
    slug = client.slug
    if found.client != slug:
        raise DeliveryError(
            f"{place.said} holds the reports of another client, “{found.client}”, whose readers would get those of “{slug}”. "
            f"Give “{slug}” a place of its own in clients/{slug}/client.yml."
        )
    if found.key != ledger.key(client):
        raise DeliveryError(
            f"{place.said} belongs to a “{slug}” of another workspace, or clients/{slug}/delivery/key is not the file that "
            "was there when it was published: restore that from version control. If nobody else publishes there, delete "
            f"{LEDGER} there and publish with --adopt."
        )
    return found


def begun(client: Client, dry_run: bool) -> Ledger:
    """The first ledger of a place. The client's key is made where it has none, unless nothing may be written."""
    key = ledger.key(client) or (_NOBODYS if dry_run else ledger.make_key(client))
    return Ledger(schema=ledger.SCHEMA, client=client.slug, key=key, files={})


def refuse_taken(place: Place, there: Mapping[str, Seen]) -> None:
    """Raises DeliveryError where files of nobody knows whom lie."""
    if names := sorted(there):
        more = f" and {len(names) - SHOWN:,} more" if len(names) > SHOWN else ""
        raise DeliveryError(
            f"{place.said} is not empty, and report-gen put nothing there: {', '.join(names[:SHOWN])}{more}. Choose an empty "
            "folder; or, if these may lie among the client's pages, add --adopt: they stay, but for those whose names pages "
            "have."
        )
