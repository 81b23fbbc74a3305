"""A bucket of S3, or of what speaks like it, by way of fsspec: credentials, region and AWS_ENDPOINT_URL are looked for where
botocore looks for them, in the environment first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any

import fsspec

from report_gen.delivery.media import served
from report_gen.delivery.places import Place
from report_gen.delivery.plan import Seen
from report_gen.errors import DeliveryError

# Seconds; s3fs itself asks five times, a little later each time.
_PATIENCE = {"connect_timeout": 15, "read_timeout": 30, "retries": {"mode": "standard", "total_max_attempts": 2}}


class Bucket:
    """A bucket replaces a file as a whole, and has no folders."""

    lanes = 16

    def __init__(self, place: Place) -> None:
        self._files = fsspec.filesystem(
            "s3", skip_instance_cache=True, use_listings_cache=False, config_kwargs=_PATIENCE
        )
        self._bucket, self._parts = place.at, place.parts
        self._root = "/".join((place.at, *place.parts))

    def listing(self) -> dict[str, Seen]:
        found = self._files.find(self._root, detail=True)
        return {name.removeprefix(f"{self._root}/"): _seen(info) for name, info in found.items()}

    def read(self, path: str) -> bytes | None:
        try:
            return bytes(self._files.cat_file(f"{self._root}/{path}"))
        except FileNotFoundError:
            return None

    def put(self, path: str, content: bytes) -> str:
        name = f"{self._root}/{path}"
        how = served(path)
        headers = {"ContentType": how.type, "CacheControl": how.cache}
        if how.disposition:
            headers["ContentDisposition"] = how.disposition
        told = self._files.pipe_file(name, content, **headers)
        return _mark(told or self._files.info(name))  # nothing is told of what went in several parts

    def remove(self, path: str) -> None:
        with suppress(FileNotFoundError):
            self._files.rm_file(f"{self._root}/{path}")

    def above(self, name: str) -> Iterator[bytes]:
        for depth in range(len(self._parts)):
            with suppress(FileNotFoundError, PermissionError):
                yield bytes(self._files.cat_file("/".join((self._bucket, *self._parts[:depth], name))))

    def finish(self, message: str, at: dt.datetime) -> None:
        """Each file is what readers get as soon as it is there."""


def _seen(info: Mapping[str, Any]) -> Seen:
    return Seen(int(info["size"]), _mark(info))


def _mark(info: Mapping[str, Any]) -> str:
    return str(info["ETag"]).strip('"')


@contextmanager
def opened(place: Place, environ: Mapping[str, str]) -> Iterator[Bucket]:
    try:
        yield Bucket(place)
    except DeliveryError:
        raise
    except Exception as error:
        if why := reason(error):
            raise DeliveryError(f"{place.said}: {why}") from error
        raise


_KEYS = "Look at AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and what else the environment says of them."
_SAID = {
    "NoSuchBucket": "there is no such bucket. Look at publish.to, AWS_REGION and AWS_ENDPOINT_URL.",
    "AccessDenied": "these credentials may not do that there. They need to list, read, write and delete.",
    "403": "these credentials may not do that there. They need to list, read, write and delete.",
    "InvalidAccessKeyId": f"the store doesn't know these credentials. {_KEYS}",
    "SignatureDoesNotMatch": f"the store doesn't accept these credentials. {_KEYS}",
    "ExpiredToken": f"these credentials have expired. {_KEYS}",
    "NoCredentialsError": f"there are no credentials. {_KEYS}",
    "PartialCredentialsError": f"half of the credentials is missing. {_KEYS}",
}
_AGAIN = "What is missing is sent when you publish again."


def reason(error: Exception) -> str | None:
    """What went wrong there, without a word of the library's that might hold a credential; None for faults of our own."""
    names = {kind.__module__.partition(".")[0] for kind in type(error).__mro__}
    if not isinstance(error, OSError) and not names & {"botocore", "aiohttp", "fsspec", "s3fs"}:
        return None
    response = getattr(error.__cause__, "response", None) or getattr(error, "response", None)
    code = response["Error"].get("Code", "") if isinstance(response, dict) and "Error" in response else ""
    if known := _SAID.get(code) or _SAID.get(type(error).__name__):
        return known
    if code:
        return f"the store refuses ({code}). {_AGAIN}"
    return f"the store was not reached, or the connection broke ({type(error).__name__}). {_AGAIN}"
