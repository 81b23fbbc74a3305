"""A client's site as a build leaves it, from believable Reports: for tests of the site and in the browser."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from report_gen import builders, pages, project, site
from report_gen.agency import Agency
from report_gen.charts._render import Drawer
from report_gen.pages import Draws
from report_gen.story import Story
from report_gen.wording import Wording
from report_gen.workspace import BUILT_IN_TEMPLATES, Client, Edition, editions

AGENCY = Agency("Lantern Agency, Singapore", "reports@lantern.example")
TEMPLATES = (BUILT_IN_TEMPLATES,)


def a_client(root: Path, slug: str = "client-x") -> Client:
    """A client's folders, in a workspace with the usual settings."""
    root.mkdir(parents=True, exist_ok=True)
    (root / "mkdocs.yml").touch()
    return Client(slug, root / "clients" / slug, root)


def until(story: Story, month: str) -> Story:
    """The same story as it was told that month."""
    return replace(story, reports=tuple(r for r in story.reports if r.month <= month))


def build(
    client: Client,
    story: Story,
    months: Sequence[str],
    drawer: Draws | None = None,
    languages: tuple[str, ...] = ("en",),
) -> None:
    """The months' projects written, built and installed in each language, then the indexes."""
    for edition in editions(client, languages):
        for month in months:
            told = replace(until(story, month), wording=Wording(edition.language))
            build_month(edition, told, drawer or Drawer(client.build / "cache"))
    for edition in editions(client, languages):
        site.write_index(edition)


def build_month(edition: Edition, told: Story, drawer: Draws) -> None:
    month = told.report.month
    rendered = pages.render(told, "screen", TEMPLATES, drawer, edition.pdf_name(month))
    folder = edition.build / month
    project.write(folder, told, rendered, AGENCY, TEMPLATES, edition)
    extras = {"report.json": told.report.to_json().encode(), edition.pdf_name(month): b"%PDF-1.7\n"}
    site.install_month(edition, month, builders.build(folder), extras)
