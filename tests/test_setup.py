"""`make demo` and `make test` set a machine up: only what is missing, and only versions that are known to work."""

from __future__ import annotations

import ast
import importlib.metadata
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

ROOT = Path(__file__).parents[1]
DEBIAN_PYTHON = "3.11.2"  # of Debian 12
PINS = dict(
    line.split("==") for line in (ROOT / "constraints.txt").read_text().splitlines() if not line.startswith("#")
)


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A folder of programs in front of all others: a Debian where only qpdf is installed, and what apt-get was told."""
    programs = {
        "dpkg-query": 'for name; do :; done; [ "$name" = qpdf ] && printf installed',
        "apt-get": f'echo "$DEBIAN_FRONTEND $@" >> {tmp_path}/told',
        "sudo": 'exec "$@"',
    }
    for name, script in programs.items():
        (tmp_path / name).write_text(f"#!/bin/sh\n{script}\n")
        (tmp_path / name).chmod(0o755)
    return tmp_path


def install(machine: Path, *packages: str, path: str | None = None) -> subprocess.CompletedProcess[str]:
    command = ["/bin/bash", str(ROOT / "tools" / "debian_packages"), *packages]
    env = {**os.environ, "PATH": path or f"{machine}:/usr/bin:/bin"}
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False)


def test_only_missing_packages_are_installed_after_an_update(machine: Path) -> None:
    assert install(machine, "qpdf", "chromium", "fonts-noto-cjk").returncode == 0
    update, installed = (machine / "told").read_text().splitlines()
    assert update.split()[-2:] == ["update", "--quiet=2"]
    assert installed.startswith("noninteractive install --yes")
    assert installed.split()[-2:] == ["chromium", "fonts-noto-cjk"]


def test_with_nothing_missing_nothing_is_run(machine: Path) -> None:
    assert install(machine, "qpdf").returncode == 0
    assert not (machine / "told").exists()


def test_elsewhere_than_on_debian_the_packages_are_named_and_the_work_goes_on(machine: Path) -> None:
    (machine / "dpkg-query").unlink()
    answer = install(machine, "qpdf", path=str(machine))
    assert answer.returncode == 0
    assert "install the counterparts of qpdf by hand" in answer.stderr


def test_every_package_asked_for_is_pinned_within_its_range() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    pins = {canonical(name): version for name, version in PINS.items()}
    asked = [Requirement(r) for r in (*project["dependencies"], *project["optional-dependencies"]["dev"])]
    unfit = [str(r) for r in asked if not r.specifier.contains(pins.get(canonical(r.name), "0"))]
    assert unfit == []


def test_every_package_that_the_program_imports_is_asked_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    asked = {canonical(Requirement(r).name) for r in project["dependencies"]}
    provides = importlib.metadata.packages_distributions()
    foreign = set(imported()) - {*sys.stdlib_module_names, "report_gen"}
    assert [name for name in sorted(foreign) if asked.isdisjoint(map(canonical, provides[name]))] == []


def imported() -> Iterator[str]:
    for path in (ROOT / "report_gen").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                yield from (alias.name.partition(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                yield str(node.module).partition(".")[0]


def test_every_pin_is_what_is_installed_and_runs_on_debians_python() -> None:
    packages = {name: importlib.metadata.metadata(name) for name in PINS}
    assert {name: package["Version"] for name, package in packages.items()} == PINS
    needs = {name: package["Requires-Python"] for name, package in packages.items()}
    assert [name for name, python in needs.items() if not SpecifierSet(python or "").contains(DEBIAN_PYTHON)] == []
