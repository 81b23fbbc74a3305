"""What `init` and `new` make, from site_templates/workspace/; and the JSON Schemas that editors and programs read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from report_gen.errors import WorkspaceError
from report_gen.files import write_atomically
from report_gen.workspace import BUILT_IN_TEMPLATES, Workspace

SCHEMA_FILE = Path("clients", "client.schema.json")


def new_workspace(folder: Path) -> tuple[Path, ...]:
    """A workspace without clients in an empty or new folder; the files made."""
    folder = folder.absolute()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise WorkspaceError(f"{folder} is there already and not an empty folder. Name another one.")
    source = BUILT_IN_TEMPLATES / "workspace" / "agency"
    name = json.dumps(_title(folder.name), ensure_ascii=False)
    made = {
        folder / "mkdocs.yml": (source / "mkdocs.yml").read_text("utf-8").replace("AGENCY NAME", name),
        folder / "README.md": (source / "README.md").read_text("utf-8"),
        folder / ".gitignore": (source / "gitignore").read_text("utf-8"),
        folder / SCHEMA_FILE: client_schema(),
    }
    return _written(made)


def new_client(workspace: Workspace, slug: str) -> tuple[Path, ...]:
    """The folder of a new client; the files made."""
    folder = workspace.client_folder(slug)
    if folder.exists():
        raise WorkspaceError(f"{folder} is there already; its settings are in {folder / 'client.yml'}.")
    settings = workspace.template("workspace/client/client.yml").read_text("utf-8").replace("CLIENT NAME", _title(slug))
    made = _written({folder / "client.yml": settings, workspace.root / SCHEMA_FILE: client_schema()})
    for name in ("exports", "commentary"):
        (folder / name).mkdir()
    return made


def client_schema() -> str:
    """The JSON Schema of client.yml."""
    from report_gen import config

    return _as_json(config.client_schema())


def report_schema() -> str:
    """The JSON Schema of report.json."""
    from report_gen.report import Report

    return _as_json(Report.model_json_schema(by_alias=True))


def _as_json(schema: dict[str, Any]) -> str:
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def _title(name: str) -> str:
    """kopi-and-kaya → Kopi And Kaya: a start, for the analyst to correct."""
    return name.replace("-", " ").replace("_", " ").title()


def _written(files: dict[Path, str]) -> tuple[Path, ...]:
    for path, text in files.items():
        write_atomically(path, text.encode())
    return tuple(files)
