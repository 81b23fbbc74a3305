"""The doctor names what is missing and what to do; a build stops before it prints empty boxes."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from report_gen import doctor
from report_gen.doctor import Need
from report_gen.errors import SetupError

FONT_LIST = "Noto Sans CJK SC,Noto Sans CJK SC Medium\nNoto Serif CJK SC\n"


@pytest.fixture(autouse=True)
def _forget() -> Iterator[None]:
    """require_fonts remembers its answer for the life of the process."""
    doctor.require_fonts.cache_clear()
    yield
    doctor.require_fonts.cache_clear()


def machine_with_fonts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, listed: str) -> None:
    """A machine whose fontconfig lists these families."""
    program = tmp_path / "fc-list"
    program.write_text(f"#!/bin/sh\ncat <<'END'\n{listed}END\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")


def test_this_machine_can_build() -> None:
    assert [need.name for need in doctor.examine() if need.fails] == []
    doctor.require_fonts()


def test_every_stage_with_a_foreign_library_is_examined() -> None:
    names = {need.name for need in doctor.examine()}
    assert {"Python", "Pango", "HarfBuzz subset", "mkdocs", "mkdocs-material", "altair", "weasyprint"} <= names
    assert {"vl-convert-python", *doctor.FAMILIES, "Chromium"} <= names


@pytest.mark.parametrize(
    ("listed", "missing"),
    [
        pytest.param("DejaVu Sans\n", "Noto Sans CJK SC and Noto Serif CJK SC", id="no Chinese at all"),
        pytest.param("Noto Sans CJK SC\n", "Noto Serif CJK SC", id="no serif"),
        pytest.param("Noto Serif CJK SC\nNoto Sans CJK JP\n", "Noto Sans CJK SC", id="Japanese only"),
    ],
)
def test_a_missing_chinese_font_is_an_error_that_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, listed: str, missing: str
) -> None:
    machine_with_fonts(tmp_path, monkeypatch, listed)
    with pytest.raises(SetupError) as error:
        doctor.require_fonts()
    assert str(error.value) == (
        f"The font {missing} is missing, so Chinese text would print as empty boxes. "
        "Install it with: apt-get install fonts-noto-cjk"
    )


def test_fonts_are_found_among_the_several_names_of_a_family(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    machine_with_fonts(tmp_path, monkeypatch, FONT_LIST)
    doctor.require_fonts()


def test_without_fontconfig_fonts_count_as_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SetupError, match="Noto Sans CJK SC and Noto Serif CJK SC"):
        doctor.require_fonts()


def test_a_package_out_of_range_is_missing_and_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        doctor.metadata, "requires", lambda _: ["mkdocs<2,>=1.6", "pytest>=9 ; extra == 'dev'", "absent"]
    )
    monkeypatch.setattr(doctor.metadata, "version", {"mkdocs": "2.1"}.__getitem__)
    monkeypatch.setattr(doctor.metadata, "PackageNotFoundError", KeyError)
    assert list(doctor._packages()) == [
        Need("mkdocs", None, "found 2.1: pip install 'mkdocs<2,>=1.6'"),
        Need("absent", None, "found none: pip install 'absent'"),
    ]


def test_what_comes_with_an_extra_is_optional(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = ["mkdocs>=1.6", "zensical>=0.0.73 ; extra == 'zensical'", "pytest>=9 ; extra == 'dev'"]
    monkeypatch.setattr(doctor.metadata, "requires", lambda _: asked)
    monkeypatch.setattr(doctor, "_version", {"mkdocs": "1.6", "pytest": "9"}.get)
    assert list(doctor._packages()) == [Need("mkdocs", "1.6", "found 1.6: pip install 'mkdocs>=1.6'")]
    (need,) = doctor._packages("zensical")
    assert need == Need("zensical", None, "found none: pip install 'zensical>=0.0.73'", optional=True)


def test_a_library_that_cannot_be_opened_is_missing() -> None:
    assert doctor._library("Nothing", "libnothing-1.0", "apt-get install nothing").fails


def test_the_verdict_counts_what_is_needed_and_not_what_is_optional() -> None:
    needs = (Need("A", "1.0", "-"), Need("Long name", None, "install b"), Need("C", None, "install c", optional=True))
    assert doctor.as_text(needs).splitlines() == [
        "ok       A          1.0",
        "missing  Long name  install b",
        "optional C          install c",
        "1 missing: do what the lines above say.",
    ]
    assert doctor.as_text(needs[:1]).splitlines()[-1] == "Ready to build."


def test_fontconfig_itself_is_asked() -> None:
    """Another program's list could name fonts that WeasyPrint can't find."""
    listed = subprocess.run(["fc-list", ":lang=zh-cn", "family"], capture_output=True, text=True, check=True).stdout
    assert doctor._families() == {name.strip() for line in listed.splitlines() for name in line.split(",")}
