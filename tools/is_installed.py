"""Exits with 0 if this environment holds report-gen from this folder, with what it asks for and every version of
constraints.txt."""

import importlib.metadata
import json
import re
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def is_pinned(line: str) -> bool:
    name, _, version = line.partition("==")
    try:
        return importlib.metadata.version(name) == version
    except importlib.metadata.PackageNotFoundError:
        return False


def is_editable_here() -> bool:
    try:
        installed = importlib.metadata.distribution("report-gen")
    except importlib.metadata.PackageNotFoundError:
        return False
    origin = installed.read_text("direct_url.json")
    return origin is not None and json.loads(origin)["url"] == ROOT.as_uri() and asked() <= named(installed.requires)


def asked() -> set[str]:
    """The packages that pyproject.toml asks for now; their versions are those of constraints.txt."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    return named([*project["dependencies"], *project["optional-dependencies"]["dev"]])


def named(requirements: list[str] | None) -> set[str]:
    names = (re.match(r"[\w.-]+", requirement) for requirement in requirements or ())
    return {re.sub(r"[-_.]+", "-", name[0]).lower() for name in names if name}


pins = [line for line in (ROOT / "constraints.txt").read_text().splitlines() if line and not line.startswith("#")]
sys.exit(not (is_editable_here() and all(map(is_pinned, pins))))
