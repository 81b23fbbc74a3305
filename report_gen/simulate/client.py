"""A simulated account in a client's folder, for demos, tests, benchmarks and training."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from report_gen.errors import WorkspaceError
from report_gen.simulate import demos, exports, messy, settings
from report_gen.simulate.account import simulate
from report_gen.simulate.layout import GENUINE, USUAL

# Hidden, so that it isn't taken for an export; in the format of sha256sum, so that anybody can check it.
MANIFEST = ".simulated"


@dataclass(frozen=True)
class Simulated:
    """What was written."""

    folder: Path
    files: tuple[Path, ...]
    notes: int
    months: tuple[str, ...]
    wrote_settings: bool

    def __str__(self) -> str:
        settings_too = " and client.yml" if self.wrote_settings else ""
        return (
            f"{len(self.files)} exports{settings_too} for {self.months[0]} to {self.months[-1]}, {self.notes} notes, "
            f"in {self.folder}"
        )


def simulate_client(
    client_folder: Path, months: int, seed: int, last_month: str, with_quirks: bool = False
) -> Simulated:
    """Writes the exports of a simulated account into a client's folder, with a client.yml if there is none. Exports from
    an earlier simulation are replaced; any other export there is a WorkspaceError."""
    if not 1 <= months <= 60:
        raise WorkspaceError(f"{months} months can't be simulated: choose 1 to 60.")
    if seed < 0:
        raise WorkspaceError(f"{seed} can't be a seed: choose 0 or more.")
    folder = client_folder / "exports"
    _remove_earlier(folder)
    plan = demos.plan(client_folder.name, months, last_month)
    account = simulate(messy.messy(plan) if with_quirks else plan, seed)
    downloaded = (messy.layout(plan), messy.schedule(plan)) if with_quirks else (GENUINE, USUAL)
    files = exports.write(account, folder, *downloaded)
    _write_manifest(folder, files)
    settings_file = client_folder / "client.yml"
    is_new = not settings_file.exists()
    if is_new:
        settings_file.write_text(settings.client_yml(client_folder.name, account.plan), encoding="utf-8")
    return Simulated(folder, tuple(files), len(account.notes), account.plan.reported_months, is_new)


def _remove_earlier(folder: Path) -> None:
    """Removes what an earlier simulation wrote, after making sure that there is nothing else."""
    ours = _read_manifest(folder)
    there = sorted(p for p in folder.rglob("*") if p.is_file() and not p.name.startswith("."))
    foreign = [p for p in there if ours.get(p.relative_to(folder).as_posix()) != _digest(p)]
    if foreign:
        names = ", ".join(p.relative_to(folder).as_posix() for p in foreign[:3])
        more = f" and {len(foreign) - 3} more" if len(foreign) > 3 else ""
        raise WorkspaceError(
            f"{folder} holds exports that are not from a simulation: {names}{more}. They stay as they are; simulate into "
            "another client's folder, or move them away first."
        )
    for path in there:
        path.unlink()


def _write_manifest(folder: Path, files: list[Path]) -> None:
    lines = [f"{_digest(path)}  {path.relative_to(folder).as_posix()}\n" for path in files]
    (folder / MANIFEST).write_text("".join(lines), encoding="utf-8")


def _read_manifest(folder: Path) -> dict[str, str]:
    """Digests by path; a folder without a manifest holds nothing of ours."""
    path = folder / MANIFEST
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    return {name: digest for digest, _, name in (line.partition("  ") for line in lines)}


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
