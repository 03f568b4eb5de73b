from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import ormcache

from .service_order_type import KIND_LABELS

#: whom a notice about a service order may reach: nobody decides it, no department is responsible
ORDER_PEOPLE = ("level", "team", "leader", "site_manager")


class ServiceNotice(models.Model):
    """Who is told at once of which complaints: “reported to the sales head at once”, “passed up at once”.

    Everybody is told once per complaint, as soon as it is of those that the notice is about; who comes to
    decide it later is told then. Likewise of service orders: “supervisor informed at once”.
    """

    _name = "service.notice"
    _description = "Notice at Once"
    _inherit = ["service.policy.mixin"]
    _order = "sequence, id"
    _rec_names_search = ["name", "code"]

    name = fields.Char(
        "What to Tell", required=True, translate=True, help="Why they are told, or what to do."
    )
    sequence = fields.Integer(default=10)

    model = fields.Selection(
        [("service.complaint", "Complaints"), ("service.order", "Service Orders")],
        "Documents",
        required=True,
        default="service.complaint",
    )

    # Which complaints
    category_ids = fields.Many2many(
        "service.category",
        "service_notice_category_rel",
        "notice_id",
        "category_id",
        string="Categories",
        check_company=True,
        help="And their subcategories. None: all.",
    )
    flag_ids = fields.Many2many(
        "service.risk.flag",
        "service_notice_flag_rel",
        "notice_id",
        "flag_id",
        string="Risk Flags",
        check_company=True,
        help="One of them. None: whatever the flags.",
    )
    major = fields.Selection(
        [("any", "Any"), ("ordinary", "Ordinary only"), ("major", "Major only")],
        "Major Complaints",
        required=True,
        default="any",
    )
    is_failed_below = fields.Boolean("Only Not Settled Below")
    decided_by_id = fields.Many2one(
        "service.authority.level",
        "Only Decided By",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="Only complaints that this level of authority decides.",
    )

    # Which service orders, beside the category
    order_kind = fields.Selection(KIND_LABELS, "Kind of Work", help="Empty: all.")
    is_emergency = fields.Boolean("Emergencies Only")

    # Who is told
    notify = fields.Selection(
        [
            ("deciders", "Who decides the case"),
            ("level", "People of a level"),
            ("team", "A team"),
            ("leader", "Leader of the case's team"),
            ("department_head", "Head of the responsible department"),
            ("site_manager", "Manager of the site"),
        ],
        "Whom",
        required=True,
        default="deciders",
    )
    level_id = fields.Many2one(
        "service.authority.level",
        "Level Told",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    team_id = fields.Many2one(
        "service.team",
        "Team Told",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="Its leader or, without one, its members.",
    )
    channel_id = fields.Many2one(
        "service.message.channel",
        "Message Channel",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="Empty: the person's inbox.",
    )

    @api.constrains("notify", "level_id", "team_id")
    def _check_told(self):
        for notice in self:
            if (notice.notify == "level" and not notice.level_id) or (
                notice.notify == "team" and not notice.team_id
            ):
                raise ValidationError(
                    self.env._("%(code)s: choose the level or the team that is told.", code=notice.code)
                )

    @api.onchange("model")
    def _onchange_model(self):
        """Drop the conditions of the other documents: the form does not show them any more."""
        if self.model == "service.order":
            self.update({"flag_ids": False, "major": "any", "is_failed_below": False, "decided_by_id": False})
            if self.notify not in ORDER_PEOPLE:
                self.notify = "leader"
        else:
            self.update({"order_kind": False, "is_emergency": False})

    @api.constrains(
        "model",
        "notify",
        "flag_ids",
        "major",
        "is_failed_below",
        "decided_by_id",
        "order_kind",
        "is_emergency",
    )
    def _check_model(self):
        """Refuse conditions of other documents: they would be passed over, and too many told."""
        for notice in self:
            of_order = notice.order_kind or notice.is_emergency
            of_complaint = (
                notice.flag_ids or notice.major != "any" or notice.is_failed_below or notice.decided_by_id
            )
            if notice.model == "service.order" and (of_complaint or notice.notify not in ORDER_PEOPLE):
                raise ValidationError(
                    self.env._(
                        "%(code)s: service orders have a category, a kind of work and emergencies; a level, "
                        "a team, the team's leader or the manager of the site is told of them.",
                        code=notice.code,
                    )
                )
            if notice.model != "service.order" and of_order:
                raise ValidationError(
                    self.env._(
                        "%(code)s: only service orders have a kind of work and emergencies.", code=notice.code
                    )
                )

    @api.model
    @ormcache("model", "company_id")
    def _get_ids(self, model, company_id):
        """Return the ids of a company's notices about a model, in order; most companies have few."""
        # sudo: policies of one company, the same for every reader
        return tuple(self.sudo().search([("company_id", "=", company_id), ("model", "=", model)]).ids)

    def _is_about(self, document, pack):
        """Whether this notice is to be given for a document that follows ``pack``."""
        self.ensure_one()
        lineage = document.category_id._get_lineage()
        return (
            (not pack or self.pack_code in (pack, False))
            and (not self.category_ids or bool(self.category_ids & lineage))
            and document._matches_notice(self)
        )

    def _get_people(self, document):
        """Return the users who are told of a document; none about whom it is."""
        self.ensure_one()
        people = {
            "level": lambda: self.level_id._get_users(),
            "team": lambda: self.team_id.leader_id or self.team_id.member_ids,
            "department_head": lambda: document.department_id.manager_id.user_id,
        }.get(self.notify)
        found = people().filtered("active") if people else self.env["res.users"]
        if not found:
            # nobody of those meant: whom limits would call instead, so that somebody knows
            how = self.notify if self.notify in ("deciders", "leader", "site_manager") else "deciders"
            found = document._get_sla_people(how, found)
        return found - document._get_notice_concerned()
