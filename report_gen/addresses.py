"""How addresses are written that people type into settings."""

from __future__ import annotations

MAIL = r"^[^@\s<>,;:\"\\()\[\]]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$"  # no header, list or display name gets through it
DOMAIN = r"^[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$"
WEB = r"^https?://[^\s/\"'<>]+(/[^\s\"'<>]*)?$"


def domain(mail: str) -> str:
    """What stands after the @, as it is compared."""
    return mail.rpartition("@")[2].casefold()


def is_within(mail: str, domains: tuple[str, ...]) -> bool:
    """Whether the address is of one of the domains itself: mail.client.example isn't client.example."""
    return domain(mail) in {one.casefold() for one in domains}
