"""Exports from Xiaohongshu in, a client's site and PDF out: saves first, followers as context.

The stages, in the order of `build.py` and of the log:

    workspace, config   where things are; what the client asked for
    readers             files as downloaded → canonical tables (`tables.py`)
    history, metrics    snapshots → a month's activity → its numbers
    report, insights    one frozen value per month, with the findings (`report.json`)
    explain             any of those numbers → the cells that it was made from
    approval            months as they were approved, and what newer exports would change in them
    commentary, actions the analyst's words and decisions; `proofreading` says where they no longer agree with the numbers
    charts, listings    a Report and those before it → figures and tables, each with its data
    pages, workbooks    figures, tables and templates → pages, and the same data to take along
    project, pdf        pages with what surrounds them (`shell`, `assets`) → a MkDocs project, the PDF
    builders, site      the project → finished pages, the client's site

Each stage takes a value and returns one. Files, the clock and the network are touched only at the ends.
"""

__version__ = "0.1.0"
