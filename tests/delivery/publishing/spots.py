"""A place of every kind, empty, with what opens it: what is true of a target is true of them all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from report_gen.delivery import targets
from report_gen.delivery.places import Place, parse
from report_gen.delivery.plan import Plan
from report_gen.delivery.release import Release
from report_gen.delivery.transfer import Order, bring
from report_gen.workspace import Client
from tests.delivery.agencies import NOW, quiet

KINDS = ("folder", "s3", "sftp", "git")


@dataclass(frozen=True)
class Spot:
    """A place and the environment that opens it, with a client that may publish there."""

    place: Place
    environ: Mapping[str, str]
    client: Client

    def publish(self, leaves: Release, *, dry_run: bool = False, adopt: bool = False, verify: bool = False) -> Plan:
        with targets.opened(self.place, self.environ) as target:
            return bring(target, Order(self.client, self.place, leaves, dry_run, adopt, verify), NOW, quiet)

    def contents(self) -> dict[str, bytes]:
        """Every file that lies there, but for what keeps the books."""
        with targets.opened(self.place, self.environ) as target:
            found = {path: target.read(path) for path in target.listing()}
        return {path: content for path, content in found.items() if content is not None and not path.startswith(".")}

    def put(self, path: str, content: bytes) -> None:
        """By hand, without report-gen's knowing."""
        with targets.opened(self.place, self.environ) as target:
            target.put(path, content)
            target.finish("by hand", NOW)

    def remove(self, path: str) -> None:
        with targets.opened(self.place, self.environ) as target:
            target.remove(path)
            target.finish("by hand", NOW)

    def at(self, to: str) -> Spot:
        return replace(self, place=parse(to, Path("/nowhere")))

    def of(self, slug: str) -> Spot:
        """The same place for another client of the workspace."""
        folder = self.client.folder.with_name(slug)
        return replace(self, client=Client(slug, folder, self.client.workspace))


def client(root: Path, slug: str = "kopi") -> Client:
    return Client(slug, root / "clients" / slug, root)
