"""The commands that bring a finished month to the client; each parses its words, calls one function and prints what it returns.

Anything that takes long to import is imported inside the command that needs it.
"""

from __future__ import annotations

import typer

delivery = typer.Typer()
