"""Who may do what: bearer keys, one per role, and the scopes that a role has."""

import hashlib
import hmac
from collections.abc import Mapping
from enum import StrEnum

from pydantic import SecretStr

from domain.errors import SettingsInvalidError


class Scope(StrEnum):
    """What a request may do."""

    ENROL = "leads:enrol"
    READ = "leads:read"
    REPORT = "leads:report"
    CLOSE = "leads:close"


class Role(StrEnum):
    """Who asks."""

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
    """The keys in force; without any, whoever reaches the API on its loopback address is the admin."""

    def __init__(self, keys: Mapping[str, SecretStr]) -> None:
        """From role to key.

        Raises:
            SettingsInvalidError: a role that there is not, an empty key, or one key for two roles.
        """
        self._digests = {_role(name): _digest(key.get_secret_value()) for name, key in keys.items()}
        if any(not key.get_secret_value() for key in keys.values()):
            raise SettingsInvalidError("SEVENFOLD_API_KEYS holds an empty key: give each role a secret, role=key")
        if len(set(self._digests.values())) < len(self._digests):
            raise SettingsInvalidError(
                "SEVENFOLD_API_KEYS gives two roles the same key, so nobody could tell them apart: make them differ"
            )

    @property
    def is_open(self) -> bool:
        """Whether no key is asked for."""
        return not self._digests

    def role_of(self, key: str) -> Role | None:
        """The role that this key belongs to, or none; takes as long for a wrong key as for a right one."""
        digest = _digest(key)
        found: Role | None = None
        for role, known in self._digests.items():
            if hmac.compare_digest(known, digest):
                found = role
        return found


def _digest(key: str) -> bytes:
    # Keys are long random secrets, so a plain hash suffices; it makes them equally long for the comparison.
    return hashlib.sha256(key.encode("utf-8", "surrogateescape")).digest()


def _role(name: str) -> Role:
    try:
        return Role(name)
    except ValueError:
        roles = ", ".join(role.value for role in Role)
        raise SettingsInvalidError(f"SEVENFOLD_API_KEYS names role {name!r}: the roles are {roles}") from None
