import random

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import ComplaintCase

CASES = 12
STEPS = 25


@tagged("post_install", "-at_install")
class TestMergeRandom(ComplaintCase):
    """Whatever is merged and taken apart: no circle, nothing lost, replies reach the live one (C1)."""

    def test_random_merging(self):
        for seed in range(CASES):
            with self.subTest(seed=seed):
                self.walk(random.Random(seed))

    def walk(self, rng):
        complaints = self.Complaint.browse()
        for _number in range(5):
            complaints |= self.complain(state=rng.choice(["new", "investigating", "waiting", "resolved"]))
        followers = self.user.partner_id | self.colleague.partner_id | self.officer.partner_id
        for complaint in complaints:
            complaint.message_subscribe(rng.sample(followers.ids, rng.randrange(3)))
            complaint.activity_schedule("mail.mail_activity_data_todo", user_id=self.user.id)
        first = {complaint: self.picture(complaint) for complaint in complaints}
        into = {}  # what a plain model says
        for _step in range(STEPS):
            one, other = rng.choice(complaints), rng.choice(complaints)
            if rng.random() < 0.6:
                live = self.live(into, other)
                allowed = one not in into and live != one
                self.attempt(allowed, one._merge_into, other)
                if allowed:
                    into[one] = live
            else:
                allowed = one in into
                self.attempt(allowed, one.action_unmerge)
                into.pop(one, None)
            self.compare(complaints, into, rng)
        while into:
            one = rng.choice(sorted(into, key=lambda complaint: complaint.id))
            one.action_unmerge()
            into.pop(one)
        self.assertEqual({complaint: self.picture(complaint) for complaint in complaints}, first)

    def picture(self, complaint):
        # activities may be given back in another order of merging: what counts is that each has its own
        return (
            complaint.state,
            complaint.user_id,
            frozenset(complaint.message_partner_ids.ids),
            len(complaint.activity_ids),
        )

    def live(self, into, complaint):
        while complaint in into:
            complaint = into[complaint]
        return complaint

    def attempt(self, allowed, work, *args):
        if allowed:
            work(*args)
        else:
            with self.assertRaises(UserError):
                work(*args)

    def compare(self, complaints, into, rng):
        for complaint in complaints:
            self.assertEqual(complaint.merged_into_id, into.get(complaint, self.Complaint))
            self.assertEqual(complaint.state == "merged", complaint in into)
            self.assertEqual(complaint._get_live(), self.live(into, complaint))
        asked = rng.choice(complaints)
        author = self.portal.partner_id.id
        message = asked.message_post(body="Any news?", message_type="email", author_id=author)
        self.assertEqual(message.res_id, self.live(into, asked).id)
