def enter_leave(env, vals):
    """Create a leave with the hours in UTC that `vals` says.

    Odoo's time off, where it is installed, takes those of public holidays as hours of the user's time zone.
    """
    leave = env["resource.calendar.leaves"].create(vals)
    leave.write({name: vals[name] for name in ("date_from", "date_to")})
    return leave
