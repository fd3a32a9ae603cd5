"""API keys, one for each role, and the scopes of each role."""

import hashlib
import hmac
from collections.abc import Mapping
from enum import StrEnum

from pydantic import SecretStr

from domain.errors import SettingsInvalidError


class Scope(StrEnum):
    """A permission."""

    ENROL = "leads:enrol"
    READ = "leads:read"
    REPORT = "leads:report"
    CLOSE = "leads:close"


class Role(StrEnum):
    """A role that has a key."""

    INGEST = "ingest"
    REP = "rep"
    OPS = "ops"
    ADMIN = "admin"


SCOPES: Mapping[Role, frozenset[Scope]] = {
    Role.INGEST: frozenset({Scope.ENROL}),
    Role.REP: frozenset({Scope.READ, Scope.REPORT}),
    Role.OPS: frozenset({Scope.READ, Scope.REPORT, Scope.CLOSE}),
    Role.ADMIN: frozenset(Scope),
}


class KeyRing:
    """The configured keys; without any, every request to the loopback address has the role admin."""

    def __init__(self, keys: Mapping[str, SecretStr]) -> None:
        """Take the key of each role.

        Raises:
            SettingsInvalidError: a role is unknown, a key is empty, or two roles have the same key.
        """
        self._digests = {_role(name): _digest(key.get_secret_value()) for name, key in keys.items()}
        if any(not key.get_secret_value() for key in keys.values()):
            raise SettingsInvalidError("SEVENFOLD_API_KEYS has an empty key: give each role a secret, role=key")
        if len(set(self._digests.values())) < len(self._digests):
            raise SettingsInvalidError("SEVENFOLD_API_KEYS has the same key for two roles: give each role its own key")

    @property
    def is_open(self) -> bool:
        """Whether requests need no key."""
        return not self._digests

    def role_of(self, key: str) -> Role | None:
        """The role of this key, or None; a wrong key takes as long to check as a right one."""
        digest = _digest(key)
        found: Role | None = None
        for role, known in self._digests.items():
            if hmac.compare_digest(known, digest):
                found = role
        return found


def _digest(key: str) -> bytes:
    # Keys are long random secrets, so a plain hash is enough. It gives all keys the same length for the comparison.
    return hashlib.sha256(key.encode("utf-8", "surrogateescape")).digest()


def _role(name: str) -> Role:
    try:
        return Role(name)
    except ValueError:
        roles = ", ".join(role.value for role in Role)
        raise SettingsInvalidError(f"SEVENFOLD_API_KEYS: unknown role {name!r}; the roles are {roles}") from None
