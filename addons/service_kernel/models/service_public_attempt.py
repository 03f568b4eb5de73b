import hashlib
import hmac
from datetime import timedelta

from odoo import api, fields, models

from ..engine.addresses import visitor_key

#: seconds in which attempts are counted; older ones are deleted
WINDOW = 3600


class ServicePublicAttempt(models.Model):
    """What strangers tried on public pages, to slow down who tries too often (decisions 22).

    Rows are only inserted, counted and deleted when they are old: there is no counter that requests wait for.
    An address is kept as a salted hash only.
    """

    _name = "service.public.attempt"
    _description = "Attempt on a Public Page"
    _order = "id desc"
    _log_access = False

    purpose = fields.Char(required=True, readonly=True)
    address_hash = fields.Char(required=True, readonly=True)
    at = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now, index=True)

    _count_idx = models.Index("(purpose, address_hash, at)")

    @api.model
    def _hash(self, purpose, address):
        """Return the salted hash of an address; another one for each purpose: they cannot be joined."""
        # sudo: the secret of the database is the salt; it does not leave this method
        secret = self.env["ir.config_parameter"].sudo().get_param("database.secret") or ""
        key = f"service.public.attempt/{purpose}/{visitor_key(address)}"
        return hmac.new(secret.encode(), key.encode(), hashlib.sha256).hexdigest()

    @api.model
    def _is_exhausted(self, purpose, address, limit):
        """Tell whether an address has made ``limit`` attempts within the last hour; 0: always."""
        since = fields.Datetime.now() - timedelta(seconds=WINDOW)
        domain = [
            ("purpose", "=", purpose),
            ("address_hash", "=", self._hash(purpose, address)),
            ("at", ">", since),
        ]
        # sudo: only counts; nobody but the administrator reads attempts
        return not limit or self.sudo().search_count(domain, limit=limit) >= limit

    @api.model
    def _record(self, purpose, address):
        """Keep that an address made an attempt now."""
        # sudo: strangers may not write anything; this row names nobody
        self.sudo().create({"purpose": purpose, "address_hash": self._hash(purpose, address)})

    @api.autovacuum
    def _gc_attempts(self):
        self.search([("at", "<=", fields.Datetime.now() - timedelta(seconds=WINDOW))]).unlink()
