"""A bucket says of every file what it is and how long it may be kept, and its refusals are told without its secrets."""

from __future__ import annotations

from collections.abc import Callable

import boto3
import pytest
from botocore.exceptions import ClientError
from s3fs.errors import translate_boto_error

from report_gen.delivery.ledger import LEDGER
from report_gen.delivery.release import Release
from report_gen.delivery.targets.s3 import reason
from report_gen.errors import DeliveryError
from tests.delivery.publishing.little import Month, release
from tests.delivery.publishing.spots import Spot

SITE = release(Month("2026-10"), languages=("en",))
MORE: dict[str, bytes] = {
    "2026-10/assets/icon.svg": b"<svg/>",
    "2026-10/assets/logo.png": b"png",
    "2026-10/assets/fonts/report-sans-400-more.woff2": b"wOF2",
    "2026-10/assets/stylesheets/main.57a0d79d.min.css": b"body{}",
    "2026-10/data/notes.xlsx": b"PK",
    "2026-10/report.json": b"{}",
    "2026-10/assets/fonts/OFL": b"licence",
}
REVALIDATED, KEPT = "private, no-cache", "private, max-age=31536000, immutable"


@pytest.fixture
def spot(spot_in: Callable[[str], Spot]) -> Spot:
    return spot_in("s3")


def refused(spot: Spot) -> str:
    with pytest.raises(DeliveryError) as caught:
        spot.publish(SITE)
    assert "not-to-be-seen" not in str(caught.value)
    assert "AKIAEXAMPLE" not in str(caught.value)
    return str(caught.value)


def test_every_file_has_its_type_and_its_cache_header(spot: Spot) -> None:
    spot.publish(Release("kopi", "Kopi", ("2026-10",), ("en",), {**SITE.files, **MORE}))
    heads = {
        path: boto3.client("s3").head_object(Bucket="reports", Key=f"kopi/{path}") for path in (*SITE.files, *MORE)
    }
    said = {path: (head["ContentType"], head["CacheControl"]) for path, head in heads.items()}
    assert said == {
        "2026-10/assets/main.css": ("text/css; charset=utf-8", REVALIDATED),
        "2026-10/assets/trend-plain.js": ("text/javascript; charset=utf-8", REVALIDATED),
        "2026-10/data/notes.csv": ("text/csv; charset=utf-8", REVALIDATED),
        "2026-10/index.html": ("text/html; charset=utf-8", REVALIDATED),
        "2026-10/saves.html": ("text/html; charset=utf-8", REVALIDATED),
        "2026-10/kopi.pdf": ("application/pdf", REVALIDATED),
        "archive.html": ("text/html; charset=utf-8", REVALIDATED),
        "index.html": ("text/html; charset=utf-8", REVALIDATED),
        "versions.js": ("text/javascript; charset=utf-8", REVALIDATED),
        "versions.json": ("application/json; charset=utf-8", REVALIDATED),
        "2026-10/assets/icon.svg": ("image/svg+xml; charset=utf-8", REVALIDATED),
        "2026-10/assets/logo.png": ("image/png", REVALIDATED),
        # Holds the letters of its month, so that another edition of the month has another file of this name.
        "2026-10/assets/fonts/report-sans-400-more.woff2": ("font/woff2", REVALIDATED),
        "2026-10/assets/stylesheets/main.57a0d79d.min.css": ("text/css; charset=utf-8", KEPT),
        "2026-10/data/notes.xlsx": (
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", REVALIDATED
        ),
        "2026-10/report.json": ("application/json; charset=utf-8", REVALIDATED),
        "2026-10/assets/fonts/OFL": ("application/octet-stream", REVALIDATED),
    }  # fmt: skip
    assert heads["2026-10/kopi.pdf"]["ContentDisposition"] == 'inline; filename="kopi.pdf"'
    assert "ContentDisposition" not in heads["index.html"]


def test_the_whole_bucket_can_be_the_place(spot: Spot) -> None:
    whole = spot.at("s3://reports")
    whole.publish(SITE)
    keys = {entry["Key"] for entry in boto3.client("s3").list_objects_v2(Bucket="reports")["Contents"]}
    assert keys == {*SITE.files, LEDGER}
    assert whole.publish(SITE).batches == ()


def test_a_bucket_that_is_not_there_is_told_before_anything_is_sent(spot: Spot) -> None:
    assert refused(spot.at("s3://nobodys/kopi")) == (
        "s3://nobodys/kopi: there is no such bucket. Look at publish.to, AWS_REGION and AWS_ENDPOINT_URL."
    )
    with pytest.raises(DeliveryError, match="no such bucket"):
        spot.at("s3://nobodys/kopi").publish(SITE, dry_run=True)


def test_a_store_that_is_not_reached_is_told(spot: Spot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    assert "the store was not reached" in refused(spot)


def test_missing_credentials_are_told(spot: Spot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    monkeypatch.setenv("HOME", "/nonexistent")
    assert "there are no credentials. Look at AWS_ACCESS_KEY_ID" in refused(spot)


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("AccessDenied", "these credentials may not do that there"),
        ("SignatureDoesNotMatch", "the store doesn't accept these credentials"),
        ("ExpiredToken", "these credentials have expired"),
        ("EntityTooLarge", "the store refuses (EntityTooLarge)"),
        ("Odd", "the store refuses (Odd)"),
    ],
)
def test_a_refusal_is_told_by_its_code_and_not_in_words_that_may_hold_a_key(code: str, told: str) -> None:
    answer = {"Error": {"Code": code, "Message": "AKIAEXAMPLE may not"}}
    said = reason(translate_boto_error(ClientError(answer, "PutObject")))  # type: ignore[arg-type]
    assert said
    assert told in said
    assert "AKIAEXAMPLE" not in said


def test_a_fault_of_our_own_is_no_refusal_of_the_store() -> None:
    assert reason(KeyError("size")) is None
