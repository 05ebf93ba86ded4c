"""The key pairs that an opened session may use; lives in memory only and is never pickled or shown."""

from collections.abc import Mapping
from typing import NoReturn

from caseapp.vault.sealing import KeyPair


class Keyring:
    """Readers by name: 'member:<id>', 'team:<name>', 'receipt'."""

    def __init__(
        self,
        member: KeyPair | None = None,
        teams: Mapping[str, KeyPair] | None = None,
        receipt: KeyPair | None = None,
        member_id: int | None = None,
    ) -> None:
        self._readers: dict[str, KeyPair] = {f"team:{name}": pair for name, pair in (teams or {}).items()}
        if (member is None) != (member_id is None):
            raise ValueError("a member's key pair goes with the member's id")
        if member is not None:
            self._readers[f"member:{member_id}"] = member
        if receipt is not None:
            self._readers["receipt"] = receipt

    @classmethod
    def empty(cls) -> "Keyring":
        return cls()

    def readers(self) -> Mapping[str, KeyPair]:
        return dict(self._readers)

    def team(self, name: str) -> KeyPair | None:
        return self._readers.get(f"team:{name}")

    def __repr__(self) -> str:
        return f"Keyring({', '.join(sorted(self._readers))})"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a keyring never leaves the process")
