from odoo import fields, models


class ServiceScoreAppeal(models.Model):
    """Erasure of what employees and deciders wrote (decisions 17): that it was decided, and how, stays."""

    # one concern a file
    _inherit = "service.score.appeal"  # pylint: disable=consider-merging-classes-inherited

    def _anonymise(self):
        """Erase texts, files and messages of these appeals; who calls has checked the right."""
        # sudo: erasure reaches what nobody may write; the right was checked
        erased = self.sudo().with_context(active_test=False, tracking_disable=True)
        Erasure = erased.env["service.erasure"]
        opened = erased.filtered(lambda appeal: appeal.state == "filed")
        opened.company_id._count_payroll_on()
        erased.attachment_ids.unlink()
        texts = Erasure._blank(erased, keep=("name",))
        Erasure._erase_around(erased, texts)
        opened._close_erased()

    def _close_erased(self):
        """Close these appeals: nobody can decide about what was erased, and their money waits no more."""
        for appeal in self:
            lang = appeal.company_id.partner_id.lang or self.env.lang
            said = appeal.with_context(lang=lang)
            appeal._store(
                {
                    "state": "withdrawn",
                    "decided_at": fields.Datetime.now(),
                    "decision": said.env._(
                        "What the employee said was erased before anybody decided. Nothing changes, and the "
                        "money does not wait any more."
                    ),
                }
            )
            appeal._tell(
                appeal.decider_id or appeal._get_hr_users(),
                "erased",
                lambda env, name=appeal.name: env._("Appeal %(name)s is closed", name=name),
                lambda env: env._(
                    "What the employee said was erased: nobody decides any more, and its money does not wait."
                ),
            )


class HrEmployee(models.Model):
    # likewise
    _inherit = "hr.employee"  # pylint: disable=consider-merging-classes-inherited

    def _anonymise_scores(self):
        result = super()._anonymise_scores()
        # sudo: erasure reaches what nobody may write; the right was checked
        self.env["service.score.appeal"].sudo().search([("employee_id", "in", self.ids)])._anonymise()
        # sudo: evidence files that were made just now
        self.env["service.score.evidence"].sudo().search([("employee_id", "in", self.ids)]).unlink()
        return result
