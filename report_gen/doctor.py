"""Whether this machine has what a build needs, and what to install where it hasn't."""

from __future__ import annotations

import ctypes
import platform
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import metadata

from report_gen.errors import SetupError

FAMILIES = ("Noto Sans CJK SC", "Noto Serif CJK SC")
FONT_REMEDY = "apt-get install fonts-noto-cjk"


@dataclass(frozen=True)
class Need:
    """One thing a build needs. `found`: what is there, None if it is missing. `remedy`: what to do then."""

    name: str
    found: str | None
    remedy: str
    optional: bool = False

    @property
    def fails(self) -> bool:
        return self.found is None and not self.optional


def examine() -> tuple[Need, ...]:
    """Everything, in the order of the pipeline."""
    return (_python(), *_packages(), *_packages("zensical"), *_libraries(), *_fonts(), _chromium())


def as_text(needs: tuple[Need, ...]) -> str:
    """A line each; the verdict last."""
    wide = max(len(need.name) for need in needs)
    lines = [f"{_state(need):8} {need.name:{wide}}  {need.found or need.remedy}" for need in needs]
    missing = sum(need.fails for need in needs)
    verdict = f"{missing} missing: do what the lines above say." if missing else "Ready to build."
    return "\n".join([*lines, verdict])


@cache
def require_fonts() -> None:
    """Raises SetupError where Chinese would print as empty boxes. Quick: every build asks."""
    missing = [need.name for need in _fonts() if need.found is None]
    if missing:
        names = " and ".join(missing)
        raise SetupError(
            f"The font {names} is missing, so Chinese text would print as empty boxes. Install it with: {FONT_REMEDY}"
        )


def _state(need: Need) -> str:
    return "ok" if need.found else "optional" if need.optional else "missing"


def _python() -> Need:
    version = platform.python_version()
    recent = tuple(map(int, platform.python_version_tuple()[:2])) >= (3, 11)
    return Need("Python", version if recent else None, f"found {version}: install Python 3.11 or later")


def _packages(extra: str = "") -> Iterator[Need]:
    """The versions that pyproject.toml asks for, read from the installed package so that there is one list: what every build
    needs, or what comes with an extra."""
    from packaging.requirements import Requirement

    def is_asked_for(wanted: Requirement, extra: str) -> bool:
        return wanted.marker is None or wanted.marker.evaluate({"extra": extra})

    for wanted in map(Requirement, metadata.requires("report-gen") or ()):
        if is_asked_for(wanted, extra) and not (extra and is_asked_for(wanted, "")):
            found = _version(wanted.name)
            fits = found is not None and wanted.specifier.contains(found, prereleases=True)
            remedy = f"found {found or 'none'}: pip install '{wanted.name}{wanted.specifier}'"
            yield Need(wanted.name, found if fits else None, remedy, optional=bool(extra))


def _version(package: str) -> str | None:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


def _libraries() -> Iterator[Need]:
    """The shared libraries that WeasyPrint opens, under the names that Linux, macOS and Windows give them."""
    yield _library("Pango", "libpango-1.0", "apt-get install libpango-1.0-0 libpangoft2-1.0-0")
    yield _library("PangoFT2", "libpangoft2-1.0", "apt-get install libpangoft2-1.0-0")
    yield _library("HarfBuzz subset", "libharfbuzz-subset", "apt-get install libharfbuzz-subset0")


def _library(name: str, stem: str, remedy: str) -> Need:
    files = (f"{stem}.so.0", f"{stem}.0.dylib", f"{stem}-0.dll")
    return Need(name, next((file for file in files if _opens(file)), None), remedy)


def _opens(file: str) -> bool:
    try:
        ctypes.CDLL(file)
    except OSError:
        return False
    return True


def _fonts() -> Iterator[Need]:
    installed = _families()
    for family in FAMILIES:
        yield Need(family, "installed" if family in installed else None, FONT_REMEDY)


def _families() -> frozenset[str]:
    """The families with simplified Chinese that fontconfig knows; WeasyPrint looks nowhere else."""
    command = ["fc-list", ":lang=zh-cn", "family"]
    try:
        listed = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout
    except (OSError, subprocess.SubprocessError):
        return frozenset()
    return frozenset(name.strip() for name in listed.replace(",", "\n").splitlines())


def _chromium() -> Need:
    names = ("chromium", "chromium-browser", "google-chrome")
    found = next((path for name in names if (path := shutil.which(name))), None)
    return Need("Chromium", found, "only the browser tests need it: apt-get install chromium", optional=True)
