from datetime import datetime

from odoo.tests import freeze_time

from .sheet_common import SheetCase

#: Wednesday 10 June 2026, 18:00 in Shanghai
FILED = datetime(2026, 6, 10, 10)


class AppealCase(SheetCase):
    """A published sheet of an employee with two entries, and somebody outside who may decide.

    The leader leads the employee, the chief leads the leader; the officer has entered and confirmed. It is
    ``FILED`` all the time.
    """

    @classmethod
    def setUpClass(cls):
        cls.enterClassContext(freeze_time(FILED))
        super().setUpClass()
        cls.company.resource_calendar_id.tz = "Asia/Shanghai"
        chief_user = cls.person("score_chief", "service_scoring.group_hr")
        cls.chief = cls.employee_of(chief_user)
        cls.leader.parent_id = cls.chief
        cls.leader_user.group_ids += cls.env.ref("service_scoring.group_officer")
        helper_user = cls.person("score_helper", "service_scoring.group_officer")
        cls.helper = cls.employee_of(helper_user, parent_id=cls.employee.id)
        cls.judge = cls.person("score_judge", "service_scoring.group_officer")
        cls.five = cls.enter("point", 5)
        cls.two = cls.enter("point", 2)
        cls.sheet = cls.make()
        cls.sheet.with_user(cls.officer).action_publish()
        cls.Appeal = cls.env["service.score.appeal"]

    @classmethod
    def file(cls, user=None, **subjects):
        """An appeal of the employee against the sheet, if nothing else is said."""
        text = subjects.pop("text", "I was on leave")
        Appeal = cls.Appeal.with_user(user or cls.user)
        return Appeal.action_file(text, **(subjects or {"sheet_id": cls.sheet.id})).sudo()

    @classmethod
    def close(cls, sheets):
        """Confirm sheets on the first day on which June can be."""
        with freeze_time(datetime(2026, 6, 30, 16)):
            return super().close(sheets)

    @classmethod
    def assigned(cls, **subjects):
        """An appeal as its decider sees it."""
        appeal = cls.file(**subjects)
        appeal.with_user(cls.hr).action_assign(cls.judge)
        return appeal.with_user(cls.judge)
