"""A client's site as a build leaves it, from believable Reports: for tests of the site and in the browser."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from report_gen import pages, site
from report_gen.agency import Agency
from report_gen.charts._render import Drawer
from report_gen.pages import Draws
from report_gen.story import Story
from report_gen.workspace import BUILT_IN_TEMPLATES, Client

AGENCY = Agency("Lantern Agency, Singapore", "reports@lantern.example")
TEMPLATES = (BUILT_IN_TEMPLATES,)


def a_client(root: Path, slug: str = "client-x") -> Client:
    """A client's folders."""
    return Client(slug, root / "clients" / slug, root)


def until(story: Story, month: str) -> Story:
    """The same story as it was told that month."""
    return replace(story, reports=tuple(r for r in story.reports if r.month <= month))


def build(client: Client, story: Story, months: Sequence[str], drawer: Draws | None = None) -> None:
    """The months' projects written, built and installed, then the index."""
    for month in months:
        told = until(story, month)
        rendered = pages.render(told, "screen", TEMPLATES, drawer or Drawer(client.build / "cache"))
        project = client.build / month
        site.write_project(project, told, rendered, AGENCY, TEMPLATES)
        extras = {"report.json": told.report.to_json().encode(), pages.pdf_name(told): b"%PDF-1.7\n"}
        site.install_month(client, month, site.build_project(project), extras)
    site.write_index(client)
