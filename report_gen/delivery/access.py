"""With what passwords people open a client's site: `clients/<slug>/delivery/users.htpasswd`, a name and a bcrypt hash a line.

client.yml says who may open it (`access.users`), this file with what: both are needed. Who may open several clients' sites has a
password for each. No password stands anywhere, and none is an argument of a command.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import bcrypt
from pydantic import TypeAdapter, ValidationError

from report_gen import config
from report_gen.config import ClientConfig, User
from report_gen.errors import DeliveryError
from report_gen.files import exclusive, write_atomically
from report_gen.mistakes import guess
from report_gen.workspace import Client, Workspace

COST = 12  # a quarter of a second for each guess
SHORTEST, LONGEST = 12, 72  # characters; bcrypt takes no notice of what comes after the 72nd
_MODE = 0o600
_LINE = re.compile(r"([^:]+):(\$2[aby]\$(?:1[2-9]|2\d|3[01])\$[./A-Za-z0-9]{53})")
_USER: TypeAdapter[str] = TypeAdapter(User)

State = Literal["opens it", "has no password", "is not in client.yml"]


@dataclass(frozen=True)
class Standing:
    """Somebody who may open a client's site, who has a password for it, or both, which it takes."""

    user: str
    is_allowed: bool
    has_password: bool

    @property
    def state(self) -> State:
        if not self.is_allowed:
            return "is not in client.yml"
        return "opens it" if self.has_password else "has no password"


@dataclass(frozen=True)
class Doorway:
    """Who stands at a client's door, by name; at a `public` one nobody is asked."""

    slug: str
    is_public: bool
    people: tuple[Standing, ...]

    def standing(self, user: str) -> Standing:
        return next((one for one in self.people if one.user == user), Standing(user, False, False))

    def lacking(self, user: str) -> tuple[str, ...]:
        """What keeps somebody who has a password from opening the site, or makes it needless."""
        if self.is_public:
            return (f"The site of {self.slug} is public: nobody is asked for a password.",)
        if self.standing(user).is_allowed:
            return ()
        names = [one.user for one in self.people if one.is_allowed]
        wanted = ", ".join([*names, user])
        return (
            f"{user} can't open the site yet: clients/{self.slug}/client.yml doesn't name them."
            f"{guess(user, names)} Write there: access: {{users: [{wanted}]}}",
        )


def look(workspace: Workspace, slug: str) -> Doorway:
    """Who stands in client.yml, who has a password."""
    client = workspace.client(slug)
    return _doorway(client, config.load(client), hashes(client))


def add(workspace: Workspace, slug: str, user: str, password: str) -> Doorway:
    """Gives somebody a password, in place of the one before. Raises DeliveryError where name or password won't do."""
    client = workspace.client(slug)
    settings = config.load(client)
    if problems := [problem for problem in (_against_name(user), _against(password)) if problem]:
        raise DeliveryError(*problems)
    made = bcrypt.hashpw(password.encode("ascii"), bcrypt.gensalt(COST)).decode("ascii")
    with exclusive(client.build / ".access.lock", lambda: None):
        known = {**hashes(client), user: made}
        _write(client, known)
    return _doorway(client, settings, known)


def remove(workspace: Workspace, slug: str, user: str) -> Doorway:
    """Takes somebody's password away."""
    client = workspace.client(slug)
    settings = config.load(client)
    with exclusive(client.build / ".access.lock", lambda: None):
        known = hashes(client)
        if user not in known:
            raise DeliveryError(f"{_named(client)} has no “{user}”.{guess(user, list(known)) or _those(known)}")
        del known[user]
        _write(client, known)
    return _doorway(client, settings, known)


def hashes(client: Client) -> dict[str, str]:
    """Each user's hash. Raises DeliveryError with every line that isn't one: a server would take no notice of it, or let in
    whom it shouldn't."""
    file = _file(client)
    lines = file.read_text("utf-8", "replace").splitlines() if file.is_file() else []
    found = {number: _LINE.fullmatch(line) for number, line in enumerate(lines, 1) if line.strip()}
    if wrong := [number for number, match in found.items() if match is None or _against_name(match[1])]:
        raise DeliveryError(*(_damaged(client, number) for number in wrong))
    return {match[1]: match[2] for match in found.values() if match}


def _damaged(client: Client, line: int) -> str:
    return (
        f"{_named(client)}, line {line}, is not a name and a bcrypt hash of cost {COST} or more. Take the line out, and give "
        f"that person a password again: report-gen access {client.slug} add NAME"
    )


def _write(client: Client, known: Mapping[str, str]) -> None:
    text = "".join(f"{user}:{known[user]}\n" for user in sorted(known))
    write_atomically(_file(client), text.encode(), _MODE)


def _doorway(client: Client, settings: ClientConfig, known: Mapping[str, str]) -> Doorway:
    allowed = settings.access.users if settings.access else ()
    everybody = (Standing(user, user in allowed, user in known) for user in dict.fromkeys((*allowed, *known)))
    return Doorway(client.slug, bool(settings.access and settings.access.public), tuple(everybody))


def check_name(user: str) -> None:
    """Raises DeliveryError if that can't be a name to log in with."""
    if problem := _against_name(user):
        raise DeliveryError(problem)


def _against_name(user: str) -> str | None:
    try:
        _USER.validate_python(user)
    except ValidationError:
        return (
            f"“{user}” can't be a name to log in with: use A-Z, a-z, 0-9 and . _ @ -, starting with a letter or digit, at "
            "most 64 characters."
        )
    return None


def _against(password: str) -> str | None:
    """Why that can't be a password, without saying it."""
    if not (password.isascii() and password.isprintable()):
        return (
            "The password has characters that browsers send in different ways. Use letters, digits and signs of an English "
            "keyboard."
        )
    if len(password) > LONGEST:
        return f"The password has {len(password)} characters; only the first {LONGEST} would count. Take a shorter one."
    if len(password) < SHORTEST:
        return f"The password has {len(password)} characters; it must have at least {SHORTEST}. Let one be made with --generate."
    return None


def _those(known: Mapping[str, str]) -> str:
    return f" There are {', '.join(sorted(known))}." if known else " Nobody has a password there."


def _file(client: Client) -> Path:
    return client.delivery / "users.htpasswd"


def _named(client: Client) -> str:
    return _file(client).relative_to(client.workspace).as_posix()
