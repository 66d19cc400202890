"""The value of an encrypted column: masked whenever it is printed."""

from __future__ import annotations

from typing import Any

from portal.personal import cipher
from portal.personal.kinds import KINDS


class Sealed:
    """A personal text that prints masked. `reveal()` gives the plaintext and is the only way to it.

    Decrypted lazily; keeps the stored form it was read from, so saving a record unchanged changes nothing.
    Code that shows plaintext to a person calls `portal.personal.reveal.reveal`, which asks and records.
    """

    __slots__ = ("_plain", "_token", "context", "kind")

    def __init__(
        self,
        *,
        kind: str,
        context: str,
        plain: str | None = None,
        token: str | None = None,
    ) -> None:
        self.kind = kind
        self.context = context
        self._plain = plain
        self._token = token

    def reveal(self) -> str:
        """The plaintext; raises `Undecipherable` when the key ring cannot open it."""
        if self._plain is None:
            self._plain = cipher.decrypt(str(self._token), self.context)
        return self._plain

    reveal.alters_data = True  # type: ignore[attr-defined]  # templates then refuse to call it

    def token(self, *, indexed: bool) -> str:
        """The form to store; encrypts once and then stays the same."""
        if self._token is None:
            self._token = self.fresh_token(indexed=indexed)
        return self._token

    def fresh_token(self, *, indexed: bool) -> str:
        """The form to store, newly encrypted under the current key."""
        text = self.reveal()
        index = f":{cipher.index_of(text, self.context)}" if indexed else ""
        return cipher.encrypt(text, self.context) + index

    def __str__(self) -> str:
        try:
            return KINDS[self.kind].mask(self.reveal())
        except cipher.Undecipherable:
            return "（无法解密）"

    def __repr__(self) -> str:
        return f"<Sealed {self.kind}: {self}>"

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sealed):
            return NotImplemented
        return self.reveal() == other.reveal()

    def __hash__(self) -> int:
        return hash(self.reveal())

    def __reduce__(self) -> tuple[Any, ...]:
        # Pickles travel through Redis: only ciphertext may.
        stored = self._token is not None
        return unpickle, (
            self.kind,
            self.context,
            self._token or self.fresh_token(indexed=False),
            stored,
        )


def unpickle(kind: str, context: str, token: str, stored: bool) -> Sealed:
    """A pickled value again; one that was never stored is encrypted anew when it is."""
    if stored:
        return Sealed(kind=kind, context=context, token=token)
    return Sealed(kind=kind, context=context, plain=cipher.decrypt(token, context))
