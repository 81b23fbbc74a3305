"""Accounts whose truth is known: daily events per note, written out as exports in the genuine format.

    plan, demos         what an account is made of; the plans of the demo clients
    account             a plan and a seed → what truly happened, out of
      notes, titles       what came out and when
      events              what each note earned each day
      audience, search    followers, profile visits, clicks; ranks of keywords
    exports, trends     an account → the files as downloaded, in the container that `workbook` writes
    settings, client    a client.yml that fits; all of it into a client's folder

Tests and benchmarks use `simulate` and `write`; `report-gen simulate` uses `simulate_client`.
"""

from report_gen.simulate.account import Account, simulate
from report_gen.simulate.client import Simulated, simulate_client
from report_gen.simulate.exports import GENUINE, Layout, write
from report_gen.simulate.plan import Plan, Quirks

__all__ = ["GENUINE", "Account", "Layout", "Plan", "Quirks", "Simulated", "simulate", "simulate_client", "write"]
