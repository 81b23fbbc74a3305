"""Accounts whose truth is known: daily events per note, written out as exports in the genuine format.

    plan, demos, messy  what an account is made of; the plans of the demo clients; one with every quirk
    account             a plan and a seed → what truly happened, out of
      notes, titles       what came out and when
      changes             what became of it: new titles, times out of sight, ids
      events              what each note earned each day
      audience, search    followers, profile visits, clicks; ranks of keywords
      advertising         what of the events was paid for
      collaborations      what creators' notes earned
    layout              how the files look and when they were downloaded
    exports             an account → the files as downloaded, one file here per kind
      note_lists, trends, tables, trackers, landing_pages, store_notes, paid_reports, creator_batches
      workbook, files     the containers that they are written in
    settings, client    a client.yml that fits; all of it into a client's folder

Exports tell of whole days of the platform, midnight to midnight in UTC+8. A note list that is exported at some moment shows
the notes that are out by then, with what they earned up to the midnight before, in UTC+8 wherever the client is.

Tests and benchmarks use `simulate` and `write`; `report-gen simulate` uses `simulate_client`.
"""

from report_gen.simulate.account import Account, simulate
from report_gen.simulate.client import Simulated, simulate_client
from report_gen.simulate.exports import write, write_all
from report_gen.simulate.layout import GENUINE, USUAL, Capture, Layout, Schedule, captures
from report_gen.simulate.plan import Plan, Quirks

__all__ = [
    "GENUINE", "USUAL", "Account", "Capture", "Layout", "Plan", "Quirks", "Schedule", "Simulated", "captures",
    "simulate", "simulate_client", "write", "write_all",
]  # fmt: skip
