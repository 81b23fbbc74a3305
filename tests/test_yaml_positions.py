"""YAML is read with the line of every value, and what settings don't need is refused."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from report_gen.errors import SettingsError
from report_gen.yaml_positions import load, text_of

TEXT = """\
client: Kopi & Kaya
targets:
  save_rate: 2.5%
  comments: {2026-10: 5, 2026-11-01: 6}
pillars:
  - name: A

  - name: B
    match: [咖啡,
      kopi]
"""


@pytest.mark.parametrize(
    ("route", "line"),
    [
        (("client",), 1),
        (("targets",), 2),
        (("targets", "save_rate"), 3),
        (("targets", "comments", "2026-10"), 4),
        (("pillars", 0), 6),
        (("pillars", 1, "match"), 9),
        (("pillars", 1, "match", 1), 10),
        (("pillars", 1, "name", "deeper"), 8),
        (("pillars", 7), 5),
        (("nowhere",), 1),
        ((), 1),
    ],
    ids=str,
)
def test_a_value_stands_where_its_name_does_and_what_is_missing_where_it_would(
    route: tuple[str | int, ...], line: int
) -> None:
    assert load(TEXT, "a.yml").line_of(route) == line


def test_data_are_plain_values() -> None:
    data = load(TEXT, "a.yml").data
    assert data["targets"]["comments"] == {"2026-10": 5, dt.date(2026, 11, 1): 6}
    assert data["pillars"][1] == {"name": "B", "match": ["咖啡", "kopi"]}


def test_a_value_is_known_as_it_is_written() -> None:
    document = load("a: yes\nb: 1:30\nc: [x]\n", "a.yml")
    assert (document.written(("a",)), document.written(("b",)), document.written(("c",))) == ("yes", "1:30", None)


@pytest.mark.parametrize("text", ["", "# only a comment\n", "---\n"], ids=["empty", "comment", "document start"])
def test_nothing_is_none(text: str) -> None:
    assert load(text, "a.yml").data is None


@pytest.mark.parametrize("text", ["2026-13-45", "0x", "9" * 5000], ids=["date", "hexadecimal", "endless number"])
def test_what_only_looks_like_a_number_or_date_is_text(text: str) -> None:
    assert load(f"a: {text}", "a.yml").data == {"a": text}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("a:\n\tb: 1", "a.yml, line 2: a tab stands here. Indent with spaces.", id="tab"),
        pytest.param(
            "a: @x",
            "a.yml, line 1: a value can't start with this character. Put the value in quotes.",
            id="at sign",
        ),
        pytest.param(
            "x: 1\na: b: c",
            "a.yml, line 2: a colon stands where none can be. Check the indentation, or quote the text.",
            id="two colons",
        ),
        pytest.param(
            "a: !secret x",
            "a.yml, line 1: tags with an exclamation mark are not used here. Put the value in quotes.",
            id="tag",
        ),
        pytest.param(
            "a: 1\n---\nb: 2",
            "a.yml, line 2: a second document starts here. Remove the line of three hyphens.",
            id="second document",
        ),
        pytest.param("a: 1\nb: \x00", "a.yml, line 2: a control character stands here. Delete it.", id="control"),
        pytest.param(
            "a: [1,\nb: 2",
            "a.yml, line 2: this is not valid YAML (expected ',' or ']', but got '<stream end>'). "
            "Check indentation, brackets and quotes here and just above.",
            id="open bracket",
        ),
        pytest.param(
            "[" * 3000, "a.yml: the groups in this file are nested too deep to be meant.", id="nested without end"
        ),
    ],
)
def test_what_is_not_yaml_says_where_and_why(text: str, message: str) -> None:
    with pytest.raises(SettingsError) as error:
        load(text, "a.yml")
    assert str(error.value) == message


@pytest.mark.parametrize(
    ("text", "messages"),
    [
        pytest.param(
            "a: 1\nb:\n  c: 1\n  c: 2\na: 3\n",
            [
                "a.yml, line 4: “c” is already set in line 3; keep one of the two.",
                "a.yml, line 5: “a” is already set in line 1; keep one of the two.",
            ],
            id="same name twice, at any depth",
        ),
        pytest.param(
            "a: &x 1\nb: *x\n",
            [
                "a.yml, line 1: “x” is an anchor or alias, not used here. Write the value out instead.",
                "a.yml, line 2: “x” is an anchor or alias, not used here. Write the value out instead.",
            ],
            id="anchor and alias",
        ),
        pytest.param(
            "a: {<<: {b: 1}}\n",
            ["a.yml, line 1: “<<” is a merge key, not used here. Write the values out instead."],
            id="merge key",
        ),
    ],
)
def test_what_hides_or_moves_values_is_refused_all_at_once(text: str, messages: list[str]) -> None:
    with pytest.raises(SettingsError) as error:
        load(text, "a.yml").check()
    assert list(error.value.problems) == messages


def test_the_same_name_in_two_groups_is_no_repetition() -> None:
    load("a: {name: 1}\nb: {name: 1}\nc:\n  - name: 1\n  - name: 1\n", "a.yml").check()


def test_aliases_are_not_followed_so_that_a_small_file_stays_small() -> None:
    bomb = "a: &a [x, x]\n" + "".join(f"{n}: &{n} [*{p}, *{p}]\n" for p, n in zip("abcdefgh", "bcdefghi", strict=True))
    assert load(bomb, "a.yml").data["i"] == [None, None]


def test_mistakes_come_in_the_order_of_the_file_and_once() -> None:
    document = load("a: 1\nb: 2\nc: 3\n", "a.yml")
    with pytest.raises(SettingsError) as error:
        document.check([document.mistake((name,), f"{name} is wrong.") for name in "cacb"])
    assert list(error.value.problems) == [f"a.yml, line {n}: {c} is wrong." for n, c in enumerate("abc", start=1)]


@pytest.mark.parametrize(
    ("data", "line"),
    [
        pytest.param("a: 1\nb: é".encode("latin-1"), 2, id="Latin-1"),
        pytest.param("a: 咖啡".encode("gb18030"), 1, id="GB18030"),
        pytest.param("a: 1".encode("utf-16"), 1, id="UTF-16"),
    ],
)
def test_a_file_in_another_encoding_is_refused_with_its_line(data: bytes, line: int, tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_bytes(data)
    with pytest.raises(SettingsError) as error:
        text_of(tmp_path / "a.yml", "a.yml")
    assert str(error.value) == f"a.yml, line {line}: this is not UTF-8. Save the file again as UTF-8."


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_bytes("a: 1".encode("utf-8-sig"))
    assert text_of(tmp_path / "a.yml", "a.yml") == "a: 1"


def test_a_file_that_cannot_be_read_says_so(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as error:
        text_of(tmp_path, "a.yml")
    assert str(error.value) == "a.yml can't be read: Is a directory."
