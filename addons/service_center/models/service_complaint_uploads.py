from odoo import api, models

from ..engine import uploads
from ..tools.picture import redrawn

PARAMETER = "service_center.%s"
DEFAULTS = {
    "public_complaints_per_hour": 20,
    "public_wrong_codes_per_hour": 10,
    "public_replies_per_hour": 30,
    "portal_orders_per_hour": 20,
    "upload_files": 5,
    "upload_mb": 10,
    "upload_total_mb": 25,
}


class ServiceComplaint(models.Model):
    """Limits of the public pages, and the files that come in by them."""

    # one concern a file: together they would be too long to read
    _inherit = "service.complaint"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_public_limit(self, name):
        """Return a limit of the public pages: a system parameter, its default when that is no number."""
        # sudo: reads one of the parameters named above
        text = self.env["ir.config_parameter"].sudo().get_param(PARAMETER % name)
        try:
            return max(int(text), 0)
        except (TypeError, ValueError):
            return DEFAULTS[name]

    @api.model
    def _get_upload_limits(self):
        return uploads.Limits(
            *(self._get_public_limit(f"upload_{name}") for name in ("files", "mb", "total_mb"))
        )

    @api.model
    def _accept_uploads(self, files, anonymous=False):
        """Check the files of one sending.

        :param files: [(name, bytes)]
        :param anonymous: only pictures come in, drawn anew: other files hide names and places
        :return: pair ([(name, bytes, mimetype)], [text why a file is refused]); one of them is empty
        """
        limits = self._get_upload_limits()
        kinds, refusals = uploads.check(files, limits, uploads.CLEANABLE if anonymous else uploads.KINDS)
        if refusals:
            return [], [self._say_upload_refusal(refusal, limits, anonymous) for refusal in refusals]
        accepted, problems = [], []
        for number, ((name, data), kind) in enumerate(zip(files, kinds, strict=True), 1):
            try:
                # a damaged picture would break what Odoo does with it when it is stored
                clean = redrawn(data, kind.mimetype) if kind in uploads.CLEANABLE else data
            except ValueError:
                problems.append(self.env._("“%(name)s” is damaged or too large a picture.", name=name))
            else:
                own = (f"{number}.{kind.endings[0]}", clean) if anonymous else (name, data)
                accepted.append((*own, kind.mimetype))
        return ([], problems) if problems else (accepted, [])

    @api.model
    def _say_upload_refusal(self, refusal, limits, anonymous):
        if refusal.code == "count":
            return self.env._("At most %(count)s files can be sent at once.", count=limits.files)
        if refusal.code == "total":
            return self.env._("The files are larger than %(size)s MB together.", size=limits.total_megabytes)
        if refusal.code == "size":
            return self.env._(
                "“%(name)s” is larger than %(size)s MB.", name=refusal.name, size=limits.megabytes
            )
        if refusal.code == "empty":
            return self.env._("“%(name)s” is empty.", name=refusal.name)
        if anonymous:
            return self.env._(
                "“%(name)s” cannot be sent anonymously: only pictures (JPG, PNG, WebP) can, "
                "because other files may hide who you are.",
                name=refusal.name,
            )
        if refusal.code == "name":
            return self.env._("“%(name)s” is not what its name says.", name=refusal.name)
        return self.env._(
            "“%(name)s” cannot be sent. Pictures, films, sound, PDF, Word and Excel files can.",
            name=refusal.name,
        )
