"""The error family. Every message is a sentence for the person who can fix it.

    ReportGenError
    ├── WorkspaceError   no workspace, no such client, a link out of it
    ├── SettingsError    client.yml or mkdocs.yml says something that can't be meant
    ├── ExportError      a file that can't be read or isn't recognised
    │   └── UndatedError     numbers as of a moment, and nothing says which
    ├── CoverageError    the exports don't cover the month that was asked for
    ├── QuestionError    `explain` was asked about something that isn't in the report
    ├── ApprovalError    a month can't be approved, or what was approved is no longer what it was
    ├── DeliveryError    something may not leave, or could not be brought to where it was to go
    ├── SetupError       this machine lacks something (a font, a library)
    └── RefusedError     the disk is full, or its rights forbid what the build has to do

A message says what was found, where (file, line or sheet, row, column), and what to do next. Errors of other
libraries are translated where they enter; the CLI prints these and exits with 1.
"""

from __future__ import annotations

import errno
import shutil
from collections.abc import Callable
from typing import TypeVar

Found = TypeVar("Found")


class ReportGenError(Exception):
    """What went wrong, for the person who can fix it; `problems` holds a sentence each."""

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems: tuple[str, ...] = problems


class WorkspaceError(ReportGenError):
    """The workspace or the client's folder is not there, or reaches outside itself."""


class SettingsError(ReportGenError):
    """A settings file holds values that can't be meant; all of a file's mistakes at once."""


class ExportError(ReportGenError):
    """An export can't be read, or nothing recognises it."""


class UndatedError(ExportError):
    """Numbers that hold as of a moment, and neither the file nor its name says which."""


class CoverageError(ReportGenError):
    """The exports don't cover the month that was asked for."""


class QuestionError(ReportGenError):
    """`explain` was asked about a number or a note that the report doesn't have."""


class ApprovalError(ReportGenError):
    """A month can't be approved, or what was approved is no longer what it was."""


class DeliveryError(ReportGenError):
    """Something may not leave the agency, or could not be brought to where it was to go."""


class SetupError(ReportGenError):
    """This machine lacks something that the build needs."""


class RefusedError(ReportGenError):
    """The disk or its rights refuse: nothing that a program could mend."""

    @classmethod
    def of(cls, error: OSError) -> RefusedError | None:
        """What was refused, as a sentence; None for what our own steps got wrong."""
        if isinstance(error, shutil.Error):  # of a copied folder: the first of its files stands for all
            return cls(f"A folder can't be copied: {error.args[0][0][2]}. Look whether the disk is full.")
        if error.errno not in _REFUSALS:
            return None
        return cls(
            f"{error.filename} can't be written or read: {error.strerror}. Make room, or change the rights, and try again."
        )


def gathering(problems: list[str], find: Callable[[], Found]) -> Found | None:
    """What `find` returns; where it raises, None and its problems among the others, so that all can be told at once."""
    try:
        return find()
    except ReportGenError as error:
        problems += [one for one in error.problems if one not in problems]
        return None


_REFUSALS = (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC, errno.EDQUOT, errno.ENOTDIR)
