import os

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import SQL

import odoo.addons

#: models of the other module ``membership``: Odoo's until 18, OCA's since
OTHER_MODELS = ("membership.membership_line", "membership.invoice", "report.membership")


class MembershipGuard(models.AbstractModel):
    """Two modules cannot share one technical name: this one stops before it changes what is the other's."""

    _name = "membership.guard"
    _description = "Guard of the Name of the Module"

    def init(self):
        """Refuse to be installed or upgraded where the other module ``membership`` is.

        Whatever this installation or upgrade did to the module is rolled back with the error.
        """
        self._check_database()
        self._check_paths(odoo.addons.__path__)

    def _check_database(self):
        """:raise UserError: the database holds tables or data of the other module"""
        rows = self.env.execute_query(
            SQL(
                "SELECT model FROM ir_model WHERE model IN %(models)s"
                " UNION SELECT relname FROM pg_class WHERE relname IN %(tables)s"
                " AND relkind IN ('r', 'v', 'm') AND relnamespace = current_schema::regnamespace LIMIT 1",
                models=OTHER_MODELS,
                tables=tuple(name.replace(".", "_") for name in OTHER_MODELS),
            )
        )
        if rows:
            raise UserError(
                self.env._(
                    "This database holds another module with the technical name “membership” (that of Odoo "
                    "before 19, or of OCA): “%(name)s” is its. Export its data and uninstall it first. "
                    "Nothing was changed.",
                    name=rows[0][0],
                )
            )

    def _check_paths(self, paths):
        """:raise UserError: a folder of the addons path holds another module of the same name"""
        own = os.path.realpath(os.path.dirname(os.path.dirname(__file__)))
        for path in paths:
            folder = os.path.join(path, "membership")
            is_module = os.path.isfile(os.path.join(folder, "__manifest__.py"))
            if is_module and os.path.realpath(folder) != own:
                raise UserError(
                    self.env._(
                        "The addons path holds two modules with the technical name “membership”: %(own)s and "
                        "%(other)s. Take one of them out of the path. Nothing was changed.",
                        own=own,
                        other=folder,
                    )
                )
