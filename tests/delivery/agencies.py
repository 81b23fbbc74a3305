"""An agency with two clients whose months are built and approved, from genuine exports by the whole recipe.

kopi    English and Chinese; September and October approved
teh     English; September approved, October built and not yet approved
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

from report_gen import sign_off
from report_gen.build import build
from report_gen.jobs import Options
from report_gen.sign_off import Request
from report_gen.simulate import exports
from report_gen.simulate.account import simulate
from report_gen.simulate.demos import plan as demo_plan
from report_gen.workspace import Workspace

SEPTEMBER, OCTOBER = "2026-09", "2026-10"
NOW = dt.datetime(2026, 11, 3, 2, 0, tzinfo=dt.UTC)
APPROVED = {"kopi": (SEPTEMBER, OCTOBER), "teh": (SEPTEMBER,)}

AGENCY = """\
site_name: Client reports
theme: {name: material}
extra:
  agency: {name: Lantern, contact: reports@lantern.example, domain: lantern.example, sender: reports@lantern.example,
    drafts: ../drafts}
"""
SETTINGS = {
    "kopi": """\
client: Kopi & Kaya
languages: [en, zh]
brand: {colour: "#b5121b"}
targets: {save_rate: 2.5%}
keywords: [{term: 新加坡咖啡}]
recipients: [mei@kopikaya.example, boss@kopikaya.example]
recipient_domains: [kopikaya.example]
publish: {to: ../published/kopi, url: "https://reports.lantern.example/kopi/"}
access: {users: [mei]}
""",
    "teh": """\
client: Teh Tarik House
brand: {colour: "#0b6e4f"}
keywords: [{term: 新加坡奶茶}]
recipients: [lim@tehtarik.example]
recipient_domains: [tehtarik.example]
publish: {to: ../published/teh, url: "https://reports.lantern.example/teh/"}
access: {users: [lim]}
""",
}


def make(root: Path) -> None:
    """The agency, in `root`."""
    root.mkdir(parents=True, exist_ok=True)
    (root / "mkdocs.yml").write_text(AGENCY, encoding="utf-8")
    for seed, (slug, settings) in enumerate(SETTINGS.items(), start=5):
        folder = root / "clients" / slug
        plan = replace(demo_plan("client-x", 2, OCTOBER), specials=(), notes_per_month=6)
        exports.write(simulate(plan, seed), folder / "exports")
        (folder / "client.yml").write_text(settings, encoding="utf-8")
    workspace = Workspace(root)
    for outcome in build(workspace, list(SETTINGS), Options(), quiet):
        if outcome.error:
            raise outcome.error
    for slug, months in APPROVED.items():
        for month in months:
            approve(workspace, slug, month)


def approve(workspace: Workspace, slug: str, month: str, again: bool = False) -> None:
    sign_off.approve(workspace, Request(slug, month, "Mei", again), NOW, quiet)


def rebuild(workspace: Workspace, slug: str) -> None:
    """Without PDFs, which approved months have."""
    (outcome,) = build(workspace, [slug], Options(pdf=False), quiet)
    if outcome.error:
        raise outcome.error


def set_lines(workspace: Workspace, slug: str, **lines: str | None) -> None:
    """Those settings of the client's client.yml written anew, or taken out."""
    file = workspace.client(slug).settings
    kept = [line for line in file.read_text("utf-8").splitlines() if line.partition(":")[0] not in lines]
    fresh = [f"{key}: {value}" for key, value in lines.items() if value is not None]
    file.write_text("\n".join([*kept, *fresh, ""]), encoding="utf-8")


def everything(folder: Path) -> dict[str, bytes]:
    """Every file below the folder, by its path there."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def quiet(slug: str, stage: str, done: int, total: int) -> None:
    """Progress that nobody watches."""
