"""Tokens of mailed links: derived from a row's id and the server's secret, stored as a hash alone."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from hashlib import sha256
from uuid import UUID

from django.utils.crypto import salted_hmac


def token_for(purpose: str, row_id: UUID) -> str:
    """43 characters that only this server can make for this row and purpose."""
    digest = salted_hmac(f"manyhands.{purpose}", row_id.hex, algorithm="sha256").digest()
    return urlsafe_b64encode(digest).rstrip(b"=").decode()


def hash_of(token: str) -> str:
    return sha256(token.encode()).hexdigest()
