"""Exports as downloaded → canonical tables (`report_gen.tables`). One file per kind of export.

To add a kind, add one file here with

    KIND = "clicks"                                  the name in report.json
    LABEL = "click table"                            the name in messages
    def missing(sheet) -> list[str]                  names of the columns that this sheet lacks to be of this kind
    def read(sheet, context) -> Reading              its rows as canonical tables

and a sample in tests/readers/samples/<its name>/. Where columns alone may mislead, `objection(sheet) -> str` says why a sheet
is not of the kind after all, or nothing. Files are recognised by their content: the kind that lacks nothing reads the file; if
none does, the one that lacks least is named in the message. `_reading` holds what a reader is told and answers, `_records` finds
the header and reads columns, `_cells` reads single values; the smallest example is `keyword_ranks`.
"""

from report_gen.readers._collect import Part, captured_at, read_exports, read_file
from report_gen.readers._files import File, is_ignored, names, open_file

__all__ = ["File", "Part", "captured_at", "is_ignored", "names", "open_file", "read_exports", "read_file"]
