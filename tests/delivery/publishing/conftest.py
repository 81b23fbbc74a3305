"""Real places to publish to, all on loopback and in the test's own folder."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import boto3
import pytest
from moto.server import ThreadedMotoServer

from report_gen.delivery.places import parse
from tests.delivery.publishing import servers
from tests.delivery.publishing.spots import KINDS, Spot, client


@pytest.fixture(scope="session")
def s3_address() -> Iterator[str]:
    server = ThreadedMotoServer("127.0.0.1", 0)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def s3(s3_address: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The name of an empty bucket; the environment says how to get at it."""
    for name, value in {
        "AWS_ENDPOINT_URL": s3_address,
        "AWS_ACCESS_KEY_ID": "AKIAEXAMPLE",
        "AWS_SECRET_ACCESS_KEY": "not-to-be-seen",
        "AWS_DEFAULT_REGION": "ap-southeast-1",
        "AWS_EC2_METADATA_DISABLED": "true",
    }.items():
        monkeypatch.setenv(name, value)
    store = boto3.resource("s3")
    bucket = store.create_bucket(Bucket="reports", CreateBucketConfiguration={"LocationConstraint": "ap-southeast-1"})
    yield "reports"
    bucket.objects.all().delete()
    bucket.delete()


@pytest.fixture
def ssh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[servers.Ssh]:
    """An SFTP server that this user knows."""
    (tmp_path / "server").mkdir()
    (tmp_path / "home" / ".ssh").mkdir(parents=True)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)
    with servers.sftp(tmp_path / "server") as server:
        (tmp_path / "home" / ".ssh" / "known_hosts").write_text(server.known_hosts(), encoding="utf-8")
        yield server


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A bare git repository."""
    subprocess.run(["git", "init", "--quiet", "--bare", str(tmp_path / "reports.git")], check=True)
    return tmp_path / "reports.git"


@pytest.fixture
def spot_in(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[str], Spot]:
    """Makes an empty place of a kind."""

    def made(kind: str) -> Spot:
        environ = {"HOME": str(tmp_path / "home"), "PATH": "/usr/bin:/bin"}
        to = str(tmp_path / "published" / "kopi")
        if kind == "s3":
            to = f"s3://{request.getfixturevalue('s3')}/kopi"
        elif kind == "sftp":
            server = request.getfixturevalue("ssh")
            to = f"sftp://{servers.USER}@127.0.0.1:{server.port}/www/kopi"
            environ["REPORT_GEN_SFTP_PASSWORD"] = servers.PASSWORD
        elif kind == "git":
            to = f"git+file://{request.getfixturevalue('repository')}#pages:kopi"
        return Spot(parse(to, tmp_path), environ, client(tmp_path / "agency"))

    return made


@pytest.fixture(params=KINDS)
def spot(request: pytest.FixtureRequest, spot_in: Callable[[str], Spot]) -> Spot:
    return spot_in(request.param)


@pytest.fixture
def spot_in_git(spot_in: Callable[[str], Spot]) -> Spot:
    return spot_in("git")
