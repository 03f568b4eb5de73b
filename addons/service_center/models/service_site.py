import base64
from urllib.parse import urlencode

from reportlab.graphics import renderSVG
from reportlab.graphics.barcode import createBarcodeDrawing

from odoo import models
from odoo.exceptions import UserError

#: the poster speaks to every visitor
POSTER_LANGUAGES = ("zh_CN", "en_US")


class ServiceSite(models.Model):
    """A site has a poster whose code opens the public form with the site filled in."""

    _inherit = "service.site"

    def _get_public_url(self):
        """Return the address of the public form for this site.

        :raise UserError: the site has no code
        """
        self.ensure_one()
        if not self.code:
            raise UserError(self.env._("Give “%(site)s” a code first; the poster names it.", site=self.name))
        query = urlencode({"site": self.code, "company": self.company_id.id})
        return f"{self.get_base_url()}/service/complaint?{query}"

    def action_print_poster(self):
        """Print the poster with the code of the public form."""
        self.check_access("read")
        for site in self:
            site._get_public_url()
        return self.env.ref("service_center.service_site_poster_action").report_action(self)

    def _get_poster_code(self):
        """Return the code as an image inside the page: the printer need not reach the server for it."""
        drawing = createBarcodeDrawing("QR", value=self._get_public_url(), barLevel="M", barBorder=0)
        image = renderSVG.drawToString(drawing).encode()
        return f"data:image/svg+xml;base64,{base64.b64encode(image).decode()}"

    def _get_poster_texts(self):
        """Return [(headline, instruction)] in the languages of the poster."""
        texts = []
        for language in POSTER_LANGUAGES:
            env = self.with_context(lang=language).env
            texts.append(
                (
                    env._("Something wrong? Tell us."),
                    env._("Scan the code with your phone. No app and no account needed."),
                )
            )
        return list(dict.fromkeys(texts))
