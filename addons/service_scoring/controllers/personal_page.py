from odoo.http import request

#: wrong links, and answers to one document, from one address in an hour
PER_HOUR = 30
#: nobody keeps, leaks or indexes a page that a secret opens
SECRET_HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
}


class PersonalPage:
    """What the pages behind personal links have in common: ``_page`` is the template."""

    def _limited(self, purpose):
        """Count an attempt of the visitor's address; return the page that stops them, None if they may."""
        Attempt, address = request.env["service.public.attempt"], request.httprequest.remote_addr
        if Attempt._is_exhausted(purpose, address, PER_HOUR):
            problem = request.env._("You have tried a lot just now. Please wait a while, and open it then.")
            return self._render({"problem": problem}, status=429)
        Attempt._record(purpose, address)
        return None

    def _render(self, values, status=200):
        response = request.render(self._page, values, status=status)
        response.headers.update(SECRET_HEADERS)
        return response

    def _redirect(self, address):
        """Let the browser get the page anew, so that reloading it sends nothing again."""
        response = request.redirect(address, code=303)
        response.headers.update(SECRET_HEADERS)
        return response
