"""A simulated account in a client's folder."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
import yaml

from report_gen.config import ClientConfig
from report_gen.errors import WorkspaceError
from report_gen.simulate import simulate_client


def contents(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_a_new_client_gets_exports_and_settings_that_fit(tmp_path: Path) -> None:
    made = simulate_client(tmp_path / "kedai-satu", 2, 7, "2026-10")
    config = ClientConfig.model_validate(yaml.safe_load((tmp_path / "kedai-satu" / "client.yml").read_text("utf-8")))
    assert config.client == "Kedai Satu"
    assert [pillar.name for pillar in config.pillars] == [
        "Kopi guides",
        "Kaya & breakfast",
        "Gift sets",
        "Store visits",
    ]
    assert [keyword.term for keyword in config.keywords][:2] == ["新加坡咖啡", "新加坡早餐"]
    assert list(config.destinations) == ["menu", "storefront"]
    assert made.months == ("2026-09", "2026-10")
    assert made.wrote_settings


def test_the_summary_says_what_was_written(tmp_path: Path) -> None:
    made = simulate_client(tmp_path / "kedai", 1, 7, "2026-10")
    assert str(made) == (
        f"13 exports and client.yml for 2026-10 to 2026-10, {made.notes} notes, in {tmp_path / 'kedai' / 'exports'}"
    )


def test_settings_that_are_there_stay(tmp_path: Path) -> None:
    (tmp_path / "client.yml").write_text("client: Kedai\n", encoding="utf-8")
    made = simulate_client(tmp_path, 1, 7, "2026-10")
    assert (tmp_path / "client.yml").read_text("utf-8") == "client: Kedai\n"
    assert not made.wrote_settings


def test_simulating_again_gives_the_same_files(tmp_path: Path) -> None:
    simulate_client(tmp_path, 2, 7, "2026-10")
    first = contents(tmp_path)
    simulate_client(tmp_path, 2, 7, "2026-10")
    assert contents(tmp_path) == first


def test_an_earlier_simulation_is_replaced(tmp_path: Path) -> None:
    simulate_client(tmp_path, 3, 7, "2026-10")
    simulate_client(tmp_path, 1, 8, "2026-10")
    assert {name.split("/")[1] for name in contents(tmp_path) if name.count("/") == 2} == {"2026-10"}


def test_the_manifest_is_what_sha256sum_would_check(tmp_path: Path) -> None:
    made = simulate_client(tmp_path, 1, 7, "2026-10")
    lines = (made.folder / ".simulated").read_text("utf-8").splitlines()
    assert lines == [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(made.folder).as_posix()}"
        for path in made.files
    ]


def test_exports_from_elsewhere_are_never_overwritten(tmp_path: Path) -> None:
    simulate_client(tmp_path, 1, 7, "2026-10")
    genuine = tmp_path / "exports" / "2026-11" / "笔记列表明细表.xlsx"
    genuine.parent.mkdir()
    genuine.write_bytes(b"genuine")
    before = contents(tmp_path)
    with pytest.raises(WorkspaceError) as error:
        simulate_client(tmp_path, 1, 8, "2026-10")
    assert str(error.value) == (
        f"{tmp_path / 'exports'} holds exports that are not from a simulation: 2026-11/笔记列表明细表.xlsx. They stay as they "
        "are; simulate into another client's folder, or move them away first."
    )
    assert contents(tmp_path) == before


def test_a_simulated_file_that_was_changed_counts_as_from_elsewhere(tmp_path: Path) -> None:
    made = simulate_client(tmp_path, 1, 7, "2026-10")
    made.files[0].write_text("date,destination,clicks\n", encoding="utf-8")
    with pytest.raises(WorkspaceError, match=r"not from a simulation: 2026-10/clicks-2026-10\.csv\."):
        simulate_client(tmp_path, 1, 7, "2026-10")


def test_many_foreign_exports_are_named_in_part(tmp_path: Path) -> None:
    (tmp_path / "exports").mkdir()
    for i in range(5):
        (tmp_path / "exports" / f"{i}.csv").write_text("x", encoding="utf-8")
    with pytest.raises(WorkspaceError, match=r"0\.csv, 1\.csv, 2\.csv and 2 more\."):
        simulate_client(tmp_path, 1, 7, "2026-10")


@pytest.mark.parametrize("months", [0, -1, 61])
def test_a_number_of_months_that_makes_no_account_is_refused(tmp_path: Path, months: int) -> None:
    with pytest.raises(WorkspaceError, match=rf"{months} months can't be simulated: choose 1 to 60\."):
        simulate_client(tmp_path, months, 7, "2026-10")


def test_a_negative_seed_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match=r"-1 can't be a seed: choose 0 or more\."):
        simulate_client(tmp_path, 1, -1, "2026-10")


def test_with_quirks_the_lists_are_late_early_twice_a_day_and_stored_twice(tmp_path: Path) -> None:
    made = simulate_client(tmp_path / "kedai", 3, 7, "2026-10", with_quirks=True)
    names = {path.relative_to(made.folder).as_posix() for path in made.files}
    assert {
        "2026-10/笔记列表明细表.xlsx",
        "2026-10/笔记列表明细表 (3) - 副本.xlsx",
        "2026-09/notes-2026-09-30 (1).csv",
    } <= names
    assert {"2026-10/short-links-2026-10.csv", "2026-10/landing-pages-2026-10.csv"} <= names
