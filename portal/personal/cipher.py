"""Encrypt, decrypt and index a text for one column.

Stored form: `v1:<key id>:<base64 of nonce and ciphertext>`, followed by `:<blind index>` where the column
has one. The column's name (`app.model.field`) is the associated data, so a ciphertext copied into another
column does not decrypt there.
"""

from __future__ import annotations

import base64
import hmac
import os

from cryptography.exceptions import InvalidTag

from portal.personal.keys import index_key, key_ring

VERSION = "v1"
NONCE_BYTES = 12
INDEX_LENGTH = 32


class Undecipherable(Exception):
    """The stored text was altered, moved from another column, or its key is no longer on the ring."""


def encrypt(text: str, context: str) -> str:
    """Encrypt `text` for the column `context` under the ring's first key."""
    ring = key_ring()
    nonce = os.urandom(NONCE_BYTES)
    sealed = nonce + ring.ciphers[ring.current_id].encrypt(nonce, text.encode(), context.encode())
    return f"{VERSION}:{ring.current_id}:{base64.b64encode(sealed).decode()}"


def decrypt(token: str, context: str) -> str:
    """The text of a stored form; raises `Undecipherable` for anything this column did not store."""
    try:
        version, key_id, body, *_ = token.split(":")
        sealed = base64.b64decode(body, validate=True)
        if version != VERSION:
            raise ValueError(version)
        plain = (
            key_ring().ciphers[key_id].decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], context.encode())
        )
        return plain.decode()
    except (ValueError, KeyError, InvalidTag):
        raise Undecipherable(f"{context} 的密文无法解密，请检查密钥环。") from None


def index_of(text: str, context: str) -> str:
    """The blind index of a normalised text: HMAC-SHA256, 128 bits in hex, different in every column."""
    return hmac.digest(index_key(), f"{context}\0{text}".encode(), "sha256").hex()[:INDEX_LENGTH]


def is_current(token: str, *, indexed: bool) -> bool:
    """Whether a stored form uses the ring's first key and carries an index exactly when it should."""
    parts = token.split(":")
    return parts[:2] == [VERSION, key_ring().current_id] and len(parts) == (4 if indexed else 3)
