"""The key ring for personal data, and the separate key of the blind index."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from functools import lru_cache

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


@dataclass(frozen=True)
class KeyRing:
    """AES-256-GCM keys by id; the first one encrypts, every one decrypts."""

    ciphers: dict[str, AESGCM]

    @property
    def current_id(self) -> str:
        """The key that encrypts from now on: the first of the ring."""
        return next(iter(self.ciphers))


def key_ring() -> KeyRing:
    """The ring of the setting PERSONAL_DATA_KEYS ("id1:base64,id2:base64")."""
    return parse_key_ring(settings.PERSONAL_DATA_KEYS)


def index_key() -> bytes:
    """The key of the setting PERSONAL_INDEX_KEY (base64, at least 32 bytes)."""
    return parse_index_key(settings.PERSONAL_INDEX_KEY)


@lru_cache(maxsize=8)
def parse_key_ring(text: str) -> KeyRing:
    """Read a ring; refuses an empty ring, an id twice, and keys that are not 32 bytes."""
    pairs = [part.strip().partition(":") for part in text.split(",") if part.strip()]
    ciphers = {key_id: AESGCM(decode_key(key, "PERSONAL_DATA_KEYS", exactly=32)) for key_id, _, key in pairs}
    if not ciphers or "" in ciphers or len(ciphers) != len(pairs):
        raise ImproperlyConfigured("PERSONAL_DATA_KEYS 应形如“编号:base64密钥”，编号不能为空或重复。")
    return KeyRing(ciphers)


@lru_cache(maxsize=8)
def parse_index_key(text: str) -> bytes:
    """Read the index key; refuses fewer than 32 bytes."""
    return decode_key(text, "PERSONAL_INDEX_KEY")


def decode_key(text: str, setting: str, exactly: int | None = None) -> bytes:
    """The bytes of a base64 key; refuses other text and short keys, never echoing the key."""
    try:
        key = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise ImproperlyConfigured(f"{setting} 里的密钥不是合法的 base64。") from None
    if len(key) < 32 or (exactly and len(key) != exactly):
        raise ImproperlyConfigured(f"{setting} 里的密钥应为32字节，现在是{len(key)}字节。")
    return key
