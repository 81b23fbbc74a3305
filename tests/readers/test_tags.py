"""notes.csv, the analyst's own tags."""

from __future__ import annotations

import pytest

from tests.readers import folder as lists
from tests.readers.folder import Folder, note, note_rows

ID = "64b0c0ffee0000000000abcd"
GUIDES = {"pillar": "Kopi guides"}


def tagged(folder: Folder, text: str, encoding: str = "utf-8") -> None:
    (folder.path / "notes.csv").write_bytes(text.encode(encoding))


@pytest.mark.parametrize(
    "time",
    [
        "2026年03月24日17时33分05秒",
        "2026-03-24 17:33:05",
        "2026-03-24T17:33:05",
        "2026/3/24 17:33:05",
        "2026-03-24T17:33:05+08:00",
    ],
)
def test_publish_times_in_any_form_are_one_key(folder: Folder, time: str) -> None:
    tagged(folder, f"published_at,pillar\n{time},Kopi guides\n")
    assert folder.read().note_tags == {"2026-03-24T17:33:05": GUIDES}


@pytest.mark.parametrize("time", ["2026-03-24 17:33:05", "2026年03月24日17时33分05秒"])
def test_a_publish_time_in_the_column_of_ids_is_a_publish_time(folder: Folder, time: str) -> None:
    tagged(folder, f"note,pillar\n{time},Kopi guides\n{ID},Kopi guides\n")
    assert folder.read().note_tags == {"2026-03-24T17:33:05": GUIDES, ID: GUIDES}


@pytest.mark.parametrize("cell", [ID, f"https://www.xiaohongshu.com/explore/{ID}?xsec_token=secret"])
@pytest.mark.parametrize("header", ["note id", "笔记id", "note", "note_id"])
def test_notes_by_id_or_link(folder: Folder, header: str, cell: str) -> None:
    tagged(folder, f"{header},pillar\n{cell},Kopi guides\n")
    assert folder.read().note_tags == {ID: GUIDES}


def test_only_filled_tags_are_there(folder: Folder) -> None:
    tagged(
        folder,
        f"published_at,note id,pillar,campaign,label\n,{ID},,CNY,\n\n2026-03-24 17:33:05,{ID[:-1]}e,a,b,c\n",
        "gb18030",
    )
    both = {"pillar": "a", "campaign": "b", "label": "c"}
    assert folder.read().note_tags == {ID: {"campaign": "CNY"}, "2026-03-24T17:33:05": both, f"{ID[:-1]}e": both}


HEADER = (
    "notes.csv has no header that is known. Its columns are published_at or note id, and of pillar, traits, campaign and label "
    "those that you use."
)
TIME = (
    "notes.csv, row 2, column A (published_at): “Monday” is not a date that can be read without guessing; write it as "
    "2026-11-01."
)
TWICE = f"notes.csv, rows 2 and 3: the same note ({ID}) is tagged differently. Keep one of the rows."


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        pytest.param("title,pillar\na,b\n", HEADER, id="no key"),
        pytest.param("published_at,colour\n2026-03-24 17:33:05,b\n", HEADER, id="no tag"),
        pytest.param("published_at,pillar\nMonday,b\n", TIME, id="no time"),
        pytest.param(f"note id,pillar\n{ID},a\n{ID},b\n", TWICE, id="contradiction"),
    ],
)
def test_tags_that_cannot_be_meant(folder: Folder, text: str, problem: str) -> None:
    tagged(folder, text)
    assert folder.problems() == (problem,)


def test_tags_that_fit_no_note_are_said(folder: Folder) -> None:
    """A spreadsheet that saves the file cuts the seconds, and the tag would silently be nobody's."""
    folder.note_list(note())
    tagged(folder, f"published_at,note id,pillar\n2026-03-24 17:33:05,,a\n2026/3/24 17:33,,b\n,{ID},c\n")
    assert [(q.file, q.message, q.advice) for q in folder.read().quality if q.code == "tag_without_note"] == [
        (
            "../notes.csv",
            "1 publish time is no note's in any export, the first of them 2026-03-24 17:33:00.",
            "Write the time as the note list has it, to the second; spreadsheets cut the seconds.",
        ),
        (
            "../notes.csv",
            f"1 note id is no note's in any export, the first of them {ID}.",
            "Write the notes' publish times instead: no note list here has ids (the platform's own never does).",
        ),
    ]


def test_an_id_that_any_note_list_has_is_no_stray(folder: Folder) -> None:
    header = (*lists.HEADER, "笔记ID")
    folder.workbook("a.xlsx", {"Sheet1": note_rows(note(笔记ID=ID), header=header)})
    tagged(folder, f"note id,pillar\n{ID},c\n{ID[:-1]}e,d\n")
    assert [(q.message, q.advice) for q in folder.read().quality if q.code == "tag_without_note"] == [
        (
            f"1 note id is no note's in any export, the first of them {ID[:-1]}e.",
            "Correct the id, or write the note's publish time instead.",
        )
    ]
