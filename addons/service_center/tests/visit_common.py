import base64
import io

from PIL import Image, ImageDraw

from .dispatch_common import DispatchCase


def drawing(stroke=True, colour=(0, 0, 0, 255)):
    """A PNG of a signature in base64; without a stroke nothing is drawn."""
    picture = Image.new("RGBA", (60, 20), (0, 0, 0, 0))
    if stroke:
        ImageDraw.Draw(picture).line((5, 5, 55, 15), fill=colour, width=2)
    target = io.BytesIO()
    picture.save(target, format="PNG")
    return base64.b64encode(target.getvalue()).decode()


class VisitCase(DispatchCase):
    """A job of technician A, and the steps of a visit."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["service.checklist"].search([]).active = False
        cls.checklist = cls.env["service.checklist"].create(
            {
                "code": "t_visit",
                "name": "Repair",
                "type_ids": [(6, 0, cls.types["on_site_repair"].ids)],
                "line_ids": [
                    (0, 0, {"name": "Clean up", "stage": "after", "is_required": True}),
                    (0, 0, {"name": "Take tools", "stage": "before"}),
                ],
            }
        )
        cls.job = cls.order(state="confirmed", description="The window does not close.")
        cls.queue.dispatch(cls.job)

    def tap(self, *taps, job=None):
        job = (job or self.job).with_user(self.users[0]).sudo()
        for tap in taps:
            job._tap(tap)

    def finish(self, **vals):
        """Take the job to its end; the report is ready to be shown."""
        self.tap("accept", "depart", "arrive")
        self.job.check_ids.is_done = True
        self.job.write({"diagnosis": "Hinge worn", "work_done": "Hinge replaced", **vals})
        self.tap("finish")

    def sign(self, shown=None, signer="Ms Wang", picture=None, lang="en_US"):
        from ..engine import visit_report

        shown = shown or visit_report.digest(self.job._get_visit_report(lang))
        job = self.job.with_user(self.users[0]).sudo()
        job._sign_visit(shown, lang, signer, drawing() if picture is None else picture)
