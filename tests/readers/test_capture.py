"""When was it exported? The file knows, or its name says so, or the analyst is asked."""

from __future__ import annotations

import datetime as dt
import os

import pandas as pd
import pytest

from report_gen.readers._capture import named_day
from report_gen.simulate.workbook import Rows
from tests.readers.folder import CREATED, LIST, Folder, note, note_rows

ASK = (
    "{}: when was it exported? Neither the file nor its name says so. Put the date into its name or the name of its folder, "
    "as in 2026-11-01/."
)


def captured(folder: Folder, **settings: object) -> list[pd.Timestamp]:
    return folder.read(**settings).note_snapshots["captured_at"].tolist()


def test_the_platforms_own_stamp_comes_first(folder: Folder) -> None:
    folder.note_list(note(), name=f"2026-01-01/{LIST}")
    assert captured(folder) == [pd.Timestamp("2026-07-12T02:09:20+08:00")]


def test_the_stamp_is_utc_and_shown_in_the_clients_zone(folder: Folder) -> None:
    folder.note_list(note())
    (row,) = folder.read(timezone="Europe/London").note_snapshots.to_dict("records")
    assert row["captured_at"].isoformat() == "2026-07-11T19:09:20+01:00"
    assert row["captured_on"] == pd.Timestamp("2026-07-11")
    assert row["published_at"].isoformat() == "2026-03-24T09:33:05+00:00"


def test_a_stamp_of_another_program_is_no_moment_of_export(folder: Folder) -> None:
    """Excel and WPS keep the moment of some first save."""
    folder.workbook("2026-11-01.xlsx", {"S": note_rows(note())}, creator="Microsoft Excel")
    assert captured(folder) == [pd.Timestamp("2026-11-01T00:00:00+08:00")]


@pytest.mark.parametrize(
    ("name", "day"),
    [
        pytest.param("a 2026-11-01.csv", "2026-11-01", id="in the name"),
        pytest.param("a_20261101.csv", "2026-11-01", id="without marks"),
        pytest.param("a_20261101093000.csv", "2026-11-01", id="with the time behind it"),
        pytest.param("2026_11_1-a.csv", "2026-11-01", id="underscores"),
        pytest.param("2026年11月1日.csv", "2026-11-01", id="Chinese"),
        pytest.param("2026-11-01/a.csv", "2026-11-01", id="of the folder"),
        pytest.param("2026-11-01/old/a.csv", "2026-11-01", id="of the folder above"),
        pytest.param("2026-10-01/2026-11-01/a.csv", "2026-11-01", id="the nearest folder"),
        pytest.param("2026-12-01/a 2026-11-01.csv", "2026-11-01", id="the name before the folder"),
        pytest.param("2026-10-01_2026-10-31.csv", "2026-10-31", id="a range ends when it was exported"),
        pytest.param("2026-13-01.csv", None, id="no such month"),
        pytest.param("2026-10/a.csv", None, id="only a month"),
        pytest.param("1202611019.csv", None, id="part of a longer number"),
        pytest.param("2026-11.01.csv", None, id="two kinds of marks"),
        pytest.param("a.csv", None, id="nothing"),
    ],
)
def test_a_date_in_a_name(name: str, day: str | None) -> None:
    assert named_day(name) == (dt.date.fromisoformat(day) if day else None)


def test_without_any_date_the_analyst_is_asked_once_per_file(folder: Folder) -> None:
    """The time on disk is no answer: copies and downloads change it."""
    header: Rows = [["日期", "数值"], ["2026年07月10日", 1.0]]
    path = folder.workbook("a.xlsx", {"S": note_rows(note())}, creator="WPS")
    os.utime(path, (CREATED.timestamp(), CREATED.timestamp()))
    folder.workbook("b.xlsx", {"曝光趋势": header, "观看趋势": header}, creator="WPS")
    assert folder.problems() == (ASK.format("a.xlsx"), ASK.format("b.xlsx"))


def test_tables_whose_rows_carry_dates_need_none(folder: Folder) -> None:
    folder.text("clicks.csv", "date,destination,clicks\n2026-10-01,menu,2\n")
    assert [source.captured_at for source in folder.read().sources] == [None]
