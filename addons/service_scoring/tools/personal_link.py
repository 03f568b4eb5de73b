"""Personal links: only their reader knows the secret, we keep its digest and until when it holds."""

import hashlib
import secrets
from datetime import timedelta

from odoo import fields

TOKEN_BYTES = 32
DAYS = 30


def make():
    """Return (secret, what to store of it)."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    expires = fields.Datetime.now() + timedelta(days=DAYS)
    return token, {"link_digest": digest(token), "link_expires_at": expires}


def digest(token):
    """Return by what a secret is found again."""
    return hashlib.sha256(token.encode()).hexdigest()
