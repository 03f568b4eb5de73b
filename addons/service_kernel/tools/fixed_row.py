"""The row that is written before anything is read on which a step depends (invariants).

Of two at once the second one fails on this row, is tried again by Odoo, and sees what the first one did.
"""

from odoo.tools import SQL


def count_on(records, column):
    """Write the rows of ``records``: ``column`` counts how often that was done.

    What else is read of them afterwards has to be read anew by the caller, as far as a step changes it.
    """
    if not records.ids:
        return
    records.flush_recordset()
    records.env.cr.execute(
        SQL(
            "UPDATE %(table)s SET %(column)s = COALESCE(%(column)s, 0) + 1 WHERE id = ANY(%(ids)s)",
            table=SQL.identifier(records._table),
            column=SQL.identifier(column),
            ids=sorted(records.ids),
        )
    )
    records.invalidate_recordset([column], flush=False)
