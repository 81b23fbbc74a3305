"""Exits with 0 if this environment holds report-gen from this folder and every version of constraints.txt."""

import importlib.metadata
import json
import sys
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
        origin = importlib.metadata.distribution("report-gen").read_text("direct_url.json")
    except importlib.metadata.PackageNotFoundError:
        return False
    return origin is not None and json.loads(origin)["url"] == ROOT.as_uri()


pins = [line for line in (ROOT / "constraints.txt").read_text().splitlines() if line and not line.startswith("#")]
sys.exit(not (is_editable_here() and all(map(is_pinned, pins))))
