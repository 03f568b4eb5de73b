"""The arithmetic of membership: pure Python, without Odoo."""
