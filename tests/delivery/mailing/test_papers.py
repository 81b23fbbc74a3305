"""PDFs on their way: drafts are stamped on every page, and what is locked opens with its password alone."""

from __future__ import annotations

import io
import re
import subprocess
from pathlib import Path

import pikepdf
import pytest

from report_gen.delivery import locked as locks
from report_gen.delivery.dispatch import Batch
from report_gen.delivery.locked import locked
from report_gen.delivery.stamp import stamped
from report_gen.errors import DeliveryError
from tests.delivery.mailing.post_office import PASSWORD

WORDS = ("Draft, not approved", "草稿，尚未批准")


@pytest.fixture(scope="session")
def pdf(prepared: Batch) -> bytes:
    return next(iter(prepared.parcel.pdfs.values()))


@pytest.fixture(scope="session")
def draft(pdf: bytes) -> bytes:
    return stamped(pdf, WORDS[0])


def checked(data: bytes, file: Path, *options: str) -> str:
    """What qpdf says of it."""
    file.write_bytes(data)
    done = subprocess.run(["qpdf", *options, "--check", str(file)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def drawn(data: bytes, folder: Path) -> list[bytes]:
    """Each page as a small picture."""
    folder.mkdir()
    (folder / "a.pdf").write_bytes(data)
    subprocess.run(["pdftoppm", "-r", "24", str(folder / "a.pdf"), str(folder / "p")], check=True)
    return [file.read_bytes() for file in sorted(folder.glob("p*.ppm"))]


def test_the_stamp_is_seen_on_every_page(pdf: bytes, draft: bytes, tmp_path: Path) -> None:
    before, after = drawn(pdf, tmp_path / "before"), drawn(draft, tmp_path / "after")
    assert len(before) == len(after) > 5
    for plain, marked in zip(before, after, strict=True):
        changed = sum(a != b for a, b in zip(plain, marked, strict=True)) / len(plain)
        assert 0.02 < changed < 0.4


@pytest.mark.parametrize("words", WORDS)
def test_a_stamped_pdf_is_whole_tagged_and_has_its_glyphs(pdf: bytes, words: str, tmp_path: Path) -> None:
    data = stamped(pdf, words)
    assert "No syntax or stream encoding errors" in checked(data, tmp_path / "stamped.pdf")
    listed = subprocess.run(["pdffonts", str(tmp_path / "stamped.pdf")], capture_output=True, text=True, check=True)
    assert all(line.split()[-5] == "yes" for line in listed.stdout.splitlines()[2:])
    with pikepdf.open(io.BytesIO(data)) as now, pikepdf.open(io.BytesIO(pdf)) as then:
        assert now.Root.MarkInfo.Marked
        assert len(now.Root.StructTreeRoot.K) == len(then.Root.StructTreeRoot.K)
        assert dict(now.attachments).keys() == dict(then.attachments).keys()


def test_voices_read_nothing_of_the_stamp(draft: bytes) -> None:
    """It is an artifact on each page, and the page's own marks are balanced around it."""
    with pikepdf.open(io.BytesIO(draft)) as opened:
        for page in opened.pages:
            steps = [str(step.operator) for step in pikepdf.parse_content_stream(page)]
            assert steps.count("q") == steps.count("Q")
            assert steps.count("BDC") + steps.count("BMC") == steps.count("EMC")
            content = page.Contents[-1].read_bytes()
            assert re.match(
                rb"Q /Artifact <</Type /Pagination /Subtype /Watermark>> BDC .* /ReportStamp Do Q EMC", content
            )


def test_equal_drafts_are_equal_bytes(pdf: bytes, draft: bytes) -> None:
    assert stamped(pdf, WORDS[0]) == draft


def test_a_page_of_another_size_is_stamped_too(tmp_path: Path) -> None:
    with pikepdf.new() as made:
        made.add_blank_page(page_size=(300, 120))
        made.add_blank_page(page_size=(100, 900))
        out = io.BytesIO()
        made.save(out)
    pages = drawn(stamped(out.getvalue(), WORDS[0]), tmp_path / "odd")
    assert all(sum(level < 255 for level in page[20:]) > 200 for page in pages)


@pytest.mark.parametrize("paper", ["#ffffff", "#b5121b", "#9a6a1f", "#6b4a12", "#000000"])
def test_the_stamp_is_seen_on_paper_of_any_colour(paper: str, tmp_path: Path) -> None:
    """Its own colour, too: covers have the client's."""
    red, green, blue = (int(paper[at : at + 2], 16) for at in (1, 3, 5))
    with pikepdf.new() as made:
        page = made.add_blank_page(page_size=(595, 842))
        page.contents_add(f"{red / 255} {green / 255} {blue / 255} rg 0 0 595 842 re f".encode())
        out = io.BytesIO()
        made.save(out)
    (shown,) = drawn(stamped(out.getvalue(), WORDS[0]), tmp_path / "paper")
    levels = [max(abs(level - own) for level, own in zip(shown[at : at + 3], (red, green, blue), strict=True))
              for at in range(15, len(shown) - 3, 3)]  # fmt: skip
    assert sum(level > 40 for level in levels) > 0.01 * len(levels)


def test_what_is_locked_opens_with_its_password_alone(pdf: bytes, tmp_path: Path) -> None:
    data = locked(pdf, PASSWORD)
    for wrong in ("", PASSWORD[:-1]):
        with pytest.raises(pikepdf.PasswordError):
            pikepdf.open(io.BytesIO(data), password=wrong)
    with pikepdf.open(io.BytesIO(data), password=PASSWORD) as opened:
        assert (opened.encryption.R, opened.encryption.stream_method) == (6, pikepdf.models.EncryptionMethod.aesv3)
        assert opened.allow.accessibility
        assert "Kopi" in str(opened.docinfo["/Title"])
    assert b"Kopi" not in data
    assert PASSWORD.encode() not in data
    checked(data, tmp_path / "locked.pdf", f"--password={PASSWORD}")


def test_a_locked_draft_keeps_its_stamp(draft: bytes, tmp_path: Path) -> None:
    (tmp_path / "locked.pdf").write_bytes(locked(draft, "咖啡与茶咖啡与茶"))
    command = [
        "qpdf",
        "--password=咖啡与茶咖啡与茶",
        "--decrypt",
        str(tmp_path / "locked.pdf"),
        str(tmp_path / "open.pdf"),
    ]
    subprocess.run(command, check=True)
    assert len(drawn((tmp_path / "open.pdf").read_bytes(), tmp_path / "open")) == len(drawn(draft, tmp_path / "draft"))


@pytest.mark.parametrize(
    ("environ", "typed", "said"),
    [
        ({}, None, "set the environment variable REPORT_GEN_PDF_PASSWORD"),
        ({}, "", "set the environment variable REPORT_GEN_PDF_PASSWORD"),
        ({"REPORT_GEN_PDF_PASSWORD": "2026"}, None, "fewer than 8 characters"),
    ],
)
def test_a_password_is_needed_and_a_short_one_refused(environ: dict[str, str], typed: str | None, said: str) -> None:
    with pytest.raises(DeliveryError) as caught:
        locks.password(environ, None if typed is None else lambda: typed)
    assert said in str(caught.value)
    assert "“" not in str(caught.value)


def test_the_environments_password_is_taken_before_anybody_is_asked() -> None:
    assert locks.password({"REPORT_GEN_PDF_PASSWORD": PASSWORD}, lambda: "typed-instead") == PASSWORD
    assert locks.password({}, lambda: "typed-instead") == "typed-instead"
