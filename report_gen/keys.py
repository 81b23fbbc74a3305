"""Stages keyed by content: a key is a hash of all that a stage reads, and an unchanged key means nothing to do.

Never the time on disk: a file touched but not changed builds nothing, a file changed within the same second does.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from report_gen.workspace import PACKAGE, Client, Engine, Workspace

# What a build's output depends on beside our own code: always, and by the builder of its pages.
LIBRARIES = ("altair", "babel", "jinja2", "markdown-it-py", "pandas", "scipy", "vl-convert-python", "weasyprint",
             "xlsxwriter")  # fmt: skip
BUILDERS: dict[Engine, tuple[str, ...]] = {
    "mkdocs": ("markdown", "mkdocs", "mkdocs-material"),
    "zensical": ("markdown", "zensical"),
}


def digest(*parts: Any) -> str:
    """A short name for JSON-like values: 40 hexadecimal digits."""
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:40]


def of_files(root: Path, files: Iterable[Path]) -> str:
    """Over the relative names and contents of files."""
    total = hashlib.sha256()
    for file in sorted(files):
        total.update(f"{file.relative_to(root).as_posix()}\0".encode())
        total.update(hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()[:40]


def of_folder(folder: Path) -> str:
    """Over every file below a folder but hidden ones; a folder that isn't there has a key too."""
    return of_files(folder, files(folder)) if folder.is_dir() else "none"


def of_numbers(client: Client) -> str:
    """All that a client's Reports are computed from."""
    files = [f for f in (client.settings, client.note_tags) if f.is_file()]
    return digest(of_files(client.folder, files), of_folder(client.exports), of_pool(client), of_code())


def of_client(workspace: Workspace, client: Client) -> str:
    """All that a client's site and PDF are made from."""
    builders = [of_builder(engine) for engine in BUILDERS]
    return digest(of_files(client.folder, inputs(client)), of_pool(client), of_look(workspace), builders)


def of_pool(client: Client) -> str:
    """The agency's pool that the client's rates are held against; a missing file has a key too."""
    return of_files(client.workspace, [client.pool]) if client.pool.is_file() else "none"


def of_look(workspace: Workspace) -> str:
    """The agency's settings, the templates and the code: what all clients share."""
    folders = [of_folder(folder) for folder in workspace.template_folders]
    return digest(of_files(workspace.root, [workspace.settings]), folders, of_code())


@cache
def of_code() -> str:
    """This package, its catalogues and the libraries that its output depends on."""
    sources = [*PACKAGE.rglob("*.py"), *PACKAGE.rglob("*.po")]
    return digest(of_files(PACKAGE, sources), {name: _version(name) for name in LIBRARIES})


def of_builder(engine: Engine) -> str:
    """What makes pages of a project."""
    return digest(engine, {name: _version(name) for name in BUILDERS[engine]})


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def inputs(client: Client) -> Iterable[Path]:
    """The client's files that its site and PDF are made from: not the record of where they went."""
    return (file for file in files(client.folder) if not file.is_relative_to(client.delivery))


def files(folder: Path) -> Iterable[Path]:
    """Every file below a folder but hidden ones."""
    for file in folder.rglob("*"):
        if file.is_file() and not any(part.startswith(".") for part in file.relative_to(folder).parts):
            yield file
