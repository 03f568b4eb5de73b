from odoo import fields


def enter_leave(env, vals):
    """Create a leave with the hours in UTC that `vals` says.

    Odoo's time off, where it is installed, takes those of public holidays as hours of the user's time zone.
    """
    leave = env["resource.calendar.leaves"].create(dict(vals))  # Odoo's time off changes what it is given
    wanted = {name: fields.Datetime.to_datetime(vals[name]) for name in ("date_from", "date_to")}
    if any(leave[name] != moment for name, moment in wanted.items()):
        leave.write(wanted)
    return leave
