"""Where a client's site may go: to a place of its own, away from the workspace's files and from every other client's place."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from report_gen import agency, config
from report_gen.config import ClientConfig
from report_gen.delivery import places
from report_gen.delivery.places import Place
from report_gen.errors import DeliveryError, ReportGenError
from report_gen.workspace import Client, Workspace

_OWN = ("clients", "build", "site", "site_templates", ".git")


def of(workspace: Workspace, client: Client, settings: ClientConfig, home: Path) -> Place:
    """The place that the settings name. Raises DeliveryError with all that is against it."""
    named = f"publish.to in clients/{client.slug}/client.yml"
    if not settings.publish:
        raise DeliveryError(
            f'{client.slug} doesn\'t say where its site goes. Set {named}, as publish: {{to: "s3://bucket/folder"}}.'
        )
    place = places.parse(settings.publish.to, workspace.root)
    problems = [*against_folder(place, workspace, home), *_against_others(place, workspace, client)]
    if problems := [*problems, *_against_drafts(place, workspace)]:
        raise DeliveryError(*(f"{named} is “{place.said}”: {problem}" for problem in problems))
    return place


def against_folder(place: Place, workspace: Workspace, home: Path) -> Iterator[str]:
    """What is against a folder of this machine, whatever is to lie there."""
    if place.kind != "folder":
        return
    root, folder = workspace.root.resolve(), place.folder
    if root.is_relative_to(folder) or any(folder.is_relative_to(root / name) for name in _OWN):
        yield "that is the workspace's own, or holds it. Choose a folder that holds nothing else."
    elif home.resolve().is_relative_to(folder):
        yield "that is a home folder, or holds one. Choose a folder that holds nothing else."


def _against_others(place: Place, workspace: Workspace, client: Client) -> Iterator[str]:
    for slug, other in taken(workspace):
        if slug != client.slug and place.overlaps(other):
            yield (
                f"{slug} publishes to “{other.said}”, and one lies in the other, so that readers of one client would get at "
                "the other's reports. Give each a place of its own."
            )


def _against_drafts(place: Place, workspace: Workspace) -> Iterator[str]:
    drafts = agency.load(workspace).drafts
    if drafts and place.overlaps(places.parse(drafts, workspace.root)):
        yield (
            "drafts go there by extra.agency.drafts in mkdocs.yml, and readers would get at them. Choose another for one of "
            "the two."
        )


def taken(workspace: Workspace) -> Iterator[tuple[str, Place]]:
    """Where the workspace's clients publish. One whose settings can't be read can't publish: should its place be the same as
    another's, what stands there says so to whoever comes second."""
    for slug in workspace.slugs():
        try:
            if to := config.publishes_to(workspace.client(slug)):
                yield slug, places.parse(to, workspace.root)
        except ReportGenError:
            continue
