"""Folders whose files are the parts: readers, metrics, insights, charts, listings. Adding a file adds the part."""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module
from types import ModuleType


@cache
def parts(package: str) -> dict[str, ModuleType]:
    """The modules of `report_gen.<package>` by name, in alphabetical order; names with an underscore are helpers."""
    home = import_module(f"report_gen.{package}")
    names = sorted(m.name for m in pkgutil.iter_modules(home.__path__) if not m.name.startswith("_"))
    return {name: import_module(f"report_gen.{package}.{name}") for name in names}
