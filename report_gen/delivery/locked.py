"""PDFs that open with a password."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping

from pikepdf import Encryption, Pdf

from report_gen.errors import DeliveryError

VARIABLE = "REPORT_GEN_PDF_PASSWORD"
LEAST = 8  # characters: whoever has the file can try all shorter ones


def locked(document: bytes, password: str) -> bytes:
    """Encrypted by AES-256 (revision 6 of the standard). Whoever has the password may do all, listen to it included: what a
    reader program alone forbids is no protection."""
    with Pdf.open(io.BytesIO(document)) as opened:
        out = io.BytesIO()
        opened.save(out, encryption=Encryption(owner=password, user=password, R=6))
    return out.getvalue()


def password(environ: Mapping[str, str], ask: Callable[[], str] | None) -> str:
    """That of the environment, else what the person at the terminal types; `ask` is None without one. Never shown again."""
    given = environ.get(VARIABLE) or (ask() if ask else "")
    if not given:
        raise DeliveryError(
            f"No password for the PDF: set the environment variable {VARIABLE}, or run this on a terminal."
        )
    if len(given) < LEAST:
        raise DeliveryError(f"The password for the PDF has fewer than {LEAST} characters; take a longer one.")
    return given
