"""The error family. Every message is a sentence for the person who can fix it.

    ReportGenError
    ├── WorkspaceError   no workspace, no such client, a link out of it
    ├── SettingsError    client.yml or mkdocs.yml says something that can't be meant
    ├── ExportError      a file that can't be read or isn't recognised
    ├── CoverageError    the exports don't cover the month that was asked for
    └── SetupError       this machine lacks something (a font, a library)

A message says what was found, where (file, line or sheet, row, column), and what to do next. Errors of other
libraries are translated where they enter; the CLI prints these and exits with 1.
"""

from __future__ import annotations

from collections.abc import Sequence


class ReportGenError(Exception):
    """What went wrong, for the person who can fix it; `problems` holds a sentence each."""

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems: tuple[str, ...] = problems

    @classmethod
    def all(cls, problems: Sequence[str]) -> ReportGenError:
        return cls(*problems)


class WorkspaceError(ReportGenError):
    """The workspace or the client's folder is not there, or reaches outside itself."""


class SettingsError(ReportGenError):
    """A settings file holds values that can't be meant; all of a file's mistakes at once."""


class ExportError(ReportGenError):
    """An export can't be read, or nothing recognises it."""


class CoverageError(ReportGenError):
    """The exports don't cover the month that was asked for."""


class SetupError(ReportGenError):
    """This machine lacks something that the build needs."""
