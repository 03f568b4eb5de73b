from odoo import SUPERUSER_ID, api

from odoo.addons.service_scoring.models.service_score_standing_judge import JUDGED_AT_ONCE


def migrate(cr, version):
    """A standing is of a company, too; whether it is at the limit, and keys of proposals, are judged anew."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    moved = (
        env["service.score.award"]
        .search([("standing_id", "!=", False)])
        .filtered(lambda award: award.company_id != award.standing_id.company_id)
    )
    keys = {award: (award.company_id, award.employee_id, award.date.year) for award in moved}
    if moved:
        standings = env["service.score.standing"]._get_standings(set(keys.values()))
        for award in moved:
            award._write_decided({"standing_id": standings[keys[award]].id})
    standings = env["service.score.standing"].search([])
    for start in range(0, len(standings), JUDGED_AT_ONCE):
        batch = standings[start : start + JUDGED_AT_ONCE]
        batch._count_on()
        batch._judge()
        env.flush_all()
        env.invalidate_all()
