"""Nobody ever sees half a file or half a site."""

from __future__ import annotations

from pathlib import Path

import pytest

from report_gen import keys
from report_gen.files import swap_folder, write_atomically


def test_an_unchanged_file_is_left_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    write_atomically(file, b"one")
    before = file.stat().st_mtime_ns
    write_atomically(file, b"one")
    assert (file.read_bytes(), file.stat().st_mtime_ns) == (b"one", before)


def test_a_swap_replaces_the_whole_folder_and_leaves_nothing_behind(tmp_path: Path) -> None:
    new, target = tmp_path / "new", tmp_path / "site" / "2026-10"
    for folder, name in ((new, "new.html"), (target, "old.html")):
        folder.mkdir(parents=True)
        (folder / name).touch()
    swap_folder(new, target)
    assert [p.name for p in target.iterdir()] == ["new.html"]
    assert [p.name for p in target.parent.iterdir()] == ["2026-10"]


def test_a_failed_swap_puts_the_old_folder_back(tmp_path: Path) -> None:
    target = tmp_path / "2026-10"
    target.mkdir()
    (target / "old.html").touch()
    with pytest.raises(OSError, match="No such file"):
        swap_folder(tmp_path / "never made", target)
    assert [p.name for p in target.iterdir()] == ["old.html"]


def test_a_swap_that_was_killed_half_way_is_mended_by_the_next(tmp_path: Path) -> None:
    (tmp_path / ".2026-10.old").mkdir()
    with pytest.raises(OSError, match="No such file"):
        swap_folder(tmp_path / "never made", tmp_path / "2026-10")
    assert [p.name for p in tmp_path.iterdir()] == ["2026-10"]


def test_a_key_depends_on_names_and_contents_not_on_times(tmp_path: Path) -> None:
    import os

    (tmp_path / "a").write_text("1")
    key = keys.of_folder(tmp_path)
    os.utime(tmp_path / "a", (0, 0))
    assert keys.of_folder(tmp_path) == key
    (tmp_path / "a").rename(tmp_path / "b")
    assert keys.of_folder(tmp_path) != key


def test_hidden_files_and_absent_folders_have_no_say(tmp_path: Path) -> None:
    key = keys.of_folder(tmp_path)
    (tmp_path / ".DS_Store").write_text("x")
    assert keys.of_folder(tmp_path) == key
    assert keys.of_folder(tmp_path / "absent") == "none"
