import base64
import binascii
from datetime import timezone

from odoo import fields, models
from odoo.exceptions import UserError

from ..engine import visit_report as engine
from ..tools.picture import is_blank

#: characters of a drawn signature in base64: a telephone's canvas needs a tenth of it
MAX_SIGNATURE = 1_000_000


class ServiceOrder(models.Model):
    """The report of a visit, and the customer's signature on exactly what was shown (HOME-JOB-04)."""

    # one concern a file: together they would be too long to read
    _inherit = "service.order"  # pylint: disable=consider-merging-classes-inherited

    def _get_visit_report(self, lang):
        """Return what the customer sees and signs: plain values in a language, see ``engine.visit_report``.

        An addon that shows more extends ``_get_visit_sections``.
        """
        self.ensure_one()
        # sudo: the customer sees the whole report, whatever the one who shows it may read
        order = self.sudo().with_context(lang=lang)
        return {
            "title": order.env._("Service Report %(number)s", number=order.name),
            "company": order.company_id.name,
            "sections": [
                {"title": title, "rows": [[label, str(text)] for label, text in rows if text]}
                for title, rows in order._get_visit_sections()
                if any(text for _label, text in rows)
            ],
        }

    def _get_visit_sections(self):
        """Return [(title, [(label, text)])] in the language of the context; what is empty is left out."""
        self.ensure_one()
        env = self.env
        order = [
            (env._("Type"), self.type_id.display_name),
            (env._("Customer"), self.customer_name),
            (env._("Address"), self.address),
            (env._("Product"), self.product_id.display_name),
            (env._("Serial Number"), self.serial),
            (env._("Technician"), self.employee_id.name),
            (env._("Problem"), self.description),
        ]
        work = [(env._("What was found"), self.diagnosis), (env._("What was done"), self.work_done)]
        points = [
            (check.name, env._("Done") if check.is_done else env._("Not done")) for check in self.check_ids
        ]
        return [
            (env._("Order"), order),
            (env._("Work"), work),
            (env._("Parts"), [self._say_part(line) for line in self._get_used_parts()]),
            (env._("Readings"), self._get_reading_rows()),
            (env._("Checklist"), points),
            (env._("Times"), self._get_visit_times()),
            (env._("Customer's opinion"), [(env._("Opinion"), self.customer_opinion)]),
        ]

    def _get_used_parts(self):
        return self.line_ids.filtered(lambda line: line.kind == "part" and line.part_state == "used")

    def _say_part(self, line):
        labels = dict(line._fields["old_part"]._description_selection(self.env))
        text = f"× {line.quantity:g}"
        if line.old_part:
            text = self.env._("%(quantity)s; old part: %(old)s", quantity=text, old=labels[line.old_part])
        return line.name, text

    def _get_visit_times(self):
        names = ("departed_at", "arrived_at", "finished_at")
        return [
            (self._fields[name]._description_string(self.env), self._say_visit_time(name)) for name in names
        ]

    def _say_visit_time(self, name):
        if not self[name]:
            return ""
        local = self[name].replace(tzinfo=timezone.utc).astimezone(self._get_visit_zone())
        # the same in every version of Odoo: it is signed
        return local.strftime("%Y-%m-%d %H:%M")

    def _get_report_lang(self):
        """Return the language in which the customer reads the report: the own one, if it is installed."""
        self.ensure_one()
        # sudo: a language is no secret
        wanted = self.sudo().partner_id.lang
        installed = [code for code, _name in self.env["res.lang"].get_installed()]
        return wanted if wanted in installed else self.env.lang or "en_US"

    def _sign_visit(self, shown, lang, signer, picture):
        """Keep a customer's signature on the report that was shown; in sudo, of an own job.

        :param shown: digest of the report that the customer saw
        :param picture: the drawn signature as base64 of a PNG
        :raise UserError: the report is another one by now, or something is missing
        """
        self.ensure_one()
        report = self._get_visit_report(lang)
        if not self._may_be_signed():
            raise UserError(
                self.env._("There is nothing to sign: the work is not finished, or it is signed.")
            )
        if engine.digest(report) != shown:
            raise UserError(
                self.env._("The report has changed since it was shown. Let the customer read it again.")
            )
        unclear = self._get_used_parts().filtered(lambda line: not line.old_part)
        if unclear:
            raise UserError(
                self.env._(
                    "What became of the old parts? Say it for: %(parts)s.",
                    parts=", ".join(unclear.mapped("name")),
                )
            )
        signer = (signer or "").strip()
        if not signer:
            raise UserError(self.env._("Who signs? Please enter the name."))
        self._check_picture(picture)
        Signature = self.env["service.visit.signature"]
        Signature.create(Signature._prepare_signature_vals(self, report, lang, signer, picture))
        if self.state == "signed":
            self.write({"signed_at": fields.Datetime.now()})
        self.write({"signature": picture, "signed_by": signer, "state": "signed"})

    def _may_be_signed(self):
        """Tell whether the customer may sign: finished work, or a report that changed after the signature."""
        self.ensure_one()
        return self.state == "done" or (
            self.state == "signed" and self.signature_state in ("stale", "broken")
        )

    def _check_picture(self, picture):
        try:
            if not picture or len(picture) > MAX_SIGNATURE:
                raise ValueError
            data = base64.b64decode(picture, validate=True)
            if is_blank(data):
                raise ValueError
        except (ValueError, binascii.Error) as error:
            raise UserError(self.env._("The signature is missing. Please sign in the field.")) from error

    def _get_printed_report(self):
        """Return what the PDF shows: the report of today, and the latest signature with what it is worth."""
        self.ensure_one()
        # sudo: signatures are part of the report
        signature = self.sudo().signature_ids.sorted("id")[-1:]
        state = signature.state if signature else False
        lang = self._get_report_lang()
        return {
            "report": signature.report if state == "valid" else self._get_visit_report(lang),
            "signature": signature,
            "state": state,
            "signed_at": signature and self._say_visit_time("signed_at"),
            "changes": signature._get_changes() if state == "stale" else [],
        }
