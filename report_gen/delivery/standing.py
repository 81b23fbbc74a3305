"""What has been done for a client's month, step by step, as it is on record.

Nothing is computed for it. A month counts as built where what it was made from still has the key of its build. Days are
those of the client's zone.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Literal, get_args

from report_gen import approval, build, keys
from report_gen.approval import Manifest
from report_gen.config import ClientConfig
from report_gen.delivery import receipts, records, review
from report_gen.delivery.receipts import Receipt
from report_gen.delivery.records import Delivery, HandOver, Publication, Review
from report_gen.errors import ApprovalError, DeliveryError
from report_gen.jobs import Options, State
from report_gen.story import months_back
from report_gen.telling import Told, tell
from report_gen.workspace import Client, Engine, Workspace, editions

Data = Literal["whole", "partial", "missing", "unread"]


@dataclass(frozen=True)
class Mark:
    """A step that was taken, on that day; `by` is empty where nobody's name is on record."""

    on: dt.date
    by: str = ""


@dataclass(frozen=True)
class Sent:
    """What became of the month's e-mails: `got` are recipients whose server took it, `lacking` those who are to get it, and
    `unknown` those of whom nobody can say; `on` is the day of the last that went."""

    on: dt.date | None = None
    got: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True)
class Dossier:
    """What is on record of a client, whatever the month."""

    workspace: Workspace
    client: Client
    settings: ClientConfig
    state: State

    def day(self, moment: dt.datetime) -> dt.date:
        return moment.astimezone(self.settings.zone).date()

    @cached_property
    def is_read(self) -> bool:
        """Whether the last build has seen all that is there now, whatever it was asked for."""
        now = keys.of_client(self.workspace, self.client)
        engines: tuple[Engine | None, ...] = (None, *get_args(Engine))
        asked = product((False, True), engines)
        return any(self.state.inputs == keys.digest(now, partial, engine) for partial, engine in asked)

    def due(self, today: dt.date) -> str:
        """The last month that is over, or a newer one that is there whole."""
        over = months_back(f"{today:%Y-%m}", 1)
        return max([over, *(month for month in self.state.covered if month > over and not self.is_partial(month))])

    def is_partial(self, month: str) -> bool:
        """Whether the month stands in the site as one that was reported in part."""
        file = self.client.site / month / approval.REPORT
        try:
            return file.is_file() and bool(json.loads(file.read_bytes())["coverage"]["partial"])
        except (ValueError, LookupError, TypeError):
            name = file.relative_to(self.workspace.root).as_posix()
            raise DeliveryError(
                f"{name} is not what a build wrote. Remove that folder and build the month again: "
                f"report-gen build {self.client.slug} --month {month}"
            ) from None

    @cached_property
    def told(self) -> Told:
        """Read from the cache, and nothing computed, where the last build has read all that there is now."""
        return tell(self.client, Options())

    @cached_property
    def publications(self) -> tuple[Publication, ...]:
        return tuple(one for one in records.read(self.client, Publication) if not one.draft)

    @cached_property
    def deliveries(self) -> tuple[Delivery, ...]:
        return records.read(self.client, Delivery)


@dataclass(frozen=True)
class Standing:
    """How far one month of a client has come."""

    dossier: Dossier
    month: str

    @cached_property
    def manifest(self) -> Manifest | None:
        """Of the approval. Raises ApprovalError where what is kept is not what was approved."""
        manifest = approval.manifest(self.dossier.client, self.month)
        if manifest and (problems := tuple(approval.damage(self.dossier.client, manifest))):
            raise ApprovalError(*problems)
        return manifest

    @cached_property
    def data(self) -> Data:
        """What the exports have of it; `unread` where no build has looked at them as they are now."""
        if self.manifest:
            return "whole"
        if self.month in self.dossier.state.covered:
            return "partial" if self.dossier.is_partial(self.month) else "whole"
        nothing_new = self.dossier.is_read or not any(keys.files(self.dossier.client.exports))
        return "missing" if nothing_new else "unread"

    # -- built and looked at

    @cached_property
    def built(self) -> Mark | None:
        every = editions(self.dossier.client, self.dossier.settings.languages)
        files = [edition.site / self.month / approval.REPORT for edition in every]
        if not all(file.is_file() for file in files):
            return None
        return Mark(self.dossier.day(dt.datetime.fromtimestamp(files[0].stat().st_mtime, dt.UTC)))

    @cached_property
    def is_up_to_date(self) -> bool:
        """Whether it stands there with its PDFs, made from what there is now. Where the last build has read all that, but
        looked at other months, the month's own key decides."""
        state, client = self.dossier.state, self.dossier.client
        if not self.dossier.is_read:
            return False
        if state.up_to_date(client, state.inputs, Options(month=self.month)):
            return True
        if self.month not in self.dossier.told.months:
            return False
        options = Options(engine=state.engine(self.month))
        jobs = build.month_jobs(self.dossier.workspace, client, self.dossier.told, self.month, options)
        return all(state.has(job) for job in jobs)

    @cached_property
    def last_review(self) -> Review | None:
        return review.latest(self.dossier.client, self.month)

    @cached_property
    def since_review(self) -> str | None:
        """What is no longer as it was when somebody last looked at it."""
        now = review.seen(self.dossier.client, self.dossier.settings, self.month)
        return review.since(self.last_review.seen, now) if self.last_review else None

    @property
    def reviewed(self) -> Mark | None:
        last = self.last_review
        return Mark(self.dossier.day(last.at), last.by) if last and not self.since_review else None

    # -- approved and delivered

    @property
    def approved(self) -> Mark | None:
        return Mark(self.dossier.day(self.manifest.approved_at), self.manifest.approved_by) if self.manifest else None

    @property
    def is_restated(self) -> bool:
        """Whether newer data would change what was approved and nobody outside has seen yet."""
        seen = self.month in records.delivered_months(self.dossier.client)
        return not seen and any(one.month == self.month for one in self.dossier.told.restatements)

    @property
    def was_published(self) -> bool:
        return any(self.month in one.months for one in self.dossier.publications)

    @cached_property
    def published(self) -> Mark | None:
        """When it went there as it is approved; what the latest publication doesn't hold is no longer there."""
        all_of_them, now = self.dossier.publications, self.manifest
        if not now or not all_of_them or self.month not in all_of_them[-1].months:
            return None
        went = [one for one in all_of_them if self.month in one.months and one.at >= now.approved_at]
        return Mark(self.dossier.day(went[0].at)) if went else None

    @cached_property
    def exported(self) -> Mark | None:
        """When a file of it was made to be handed over as it is approved: the latest."""
        now = self.manifest
        made = [one for one in records.read(self.dossier.client, HandOver) if one.month == self.month]
        fresh = [one.at for one in made if now and one.at >= now.approved_at]
        return Mark(self.dossier.day(max(fresh))) if fresh else None

    @cached_property
    def _receipts(self) -> dict[str, Receipt]:
        """What each recipient has."""
        log, recipients = self.dossier.deliveries, self.dossier.settings.recipients
        return {recipient: receipts.of(log, self.month, recipient) for recipient in recipients}

    @cached_property
    def sent(self) -> Sent:
        days = [self.dossier.day(one.last.at) for one in self._receipts.values() if one.last and one.state == "sent"]
        return Sent(max(days, default=None), self._who("sent"), self._who("nothing"), self._who("unknown"))

    def _who(self, state: str) -> tuple[str, ...]:
        return tuple(recipient for recipient, one in self._receipts.items() if one.state == state)

    @property
    def was_sent_before_approval(self) -> bool:
        """Whether a recipient has another version than the one that is approved now."""
        at = [one.last.at for one in self._receipts.values() if one.last and one.state == "sent"]
        return self.manifest is not None and any(one < self.manifest.approved_at for one in at)

    @property
    def is_delivered(self) -> bool:
        """Whether everybody has it who is to have it, as it is approved. Where the settings name neither a place nor
        recipients, a file of it is what is handed over."""
        wanted = self.dossier.settings
        if not wanted.publish and not wanted.recipients:
            return self.exported is not None
        published = wanted.publish is None or self.published is not None
        return published and self.manifest is not None and not self.sent.lacking and not self.sent.unknown
