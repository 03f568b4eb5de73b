"""The caller's screen: a queue of ten worked by keyboard only, and what happens when things go wrong."""

from datetime import date, timedelta

import pytest

TEN = 10
DESK = "/odoo/service-call-now"
#: long overdue: they are called before whatever else the database has
DUE = (date.today() - timedelta(days=40)).isoformat()


@pytest.fixture
def admin(colleague):
    return colleague("admin")


@pytest.fixture
def survey(admin):
    """How the visit was (No is a problem), how likely they are to come again, and how satisfied they are."""
    [survey] = admin("survey.survey", "create", [[{"title": "回访问卷", "access_mode": "token"}]])

    def choices(*labels, problem=()):
        return [[0, 0, {"value": label, "service_is_problem": label in problem}] for label in labels]

    admin(
        "survey.question",
        "create",
        [
            [
                {
                    "survey_id": survey,
                    "sequence": 1,
                    "title": "Did the technician come on time?",
                    "question_type": "simple_choice",
                    "constr_mandatory": True,
                    "suggested_answer_ids": choices("Yes", "No", problem=("No",)),
                },
                {
                    "survey_id": survey,
                    "sequence": 2,
                    "title": "Would you recommend us?",
                    "question_type": "scale",
                    "scale_min": 0,
                    "scale_max": 10,
                },
                {
                    "survey_id": survey,
                    "sequence": 3,
                    "title": "How satisfied are you?",
                    "question_type": "scale",
                    "scale_min": 1,
                    "scale_max": 5,
                    "constr_mandatory": True,
                    "service_is_satisfaction": True,
                },
            ]
        ],
    )
    return survey


@pytest.fixture
def caller(admin):
    """A caller of her own, in a team of her own: nobody else's callbacks are in her queue."""
    login = f"caller-{admin('res.users', 'search_count', [[]])}"
    [group] = admin(
        "ir.model.data",
        "search_read",
        [[["module", "=", "service_center"], ["name", "=", "group_user"]]],
        fields=["res_id"],
    )
    [user] = admin(
        "res.users",
        "create",
        [
            [
                {
                    "name": "Zhao Lei",
                    "login": login,
                    "password": login,
                    "lang": "en_US",
                    "tz": "Asia/Shanghai",
                    "odoobot_state": "disabled",  # its welcome would cover a small screen
                    "group_ids": [[6, 0, [group["res_id"]]]],
                }
            ]
        ],
    )
    [team] = admin(
        "service.team", "create", [[{"name": login, "code": login, "member_ids": [[6, 0, [user]]]}]]
    )
    return {"id": user, "login": login, "team": team}


@pytest.fixture
def queue(admin, survey, caller):
    """Ten callbacks of the caller, in the order in which they are due."""
    partners = admin(
        "res.partner",
        "create",
        [
            [
                {"name": f"Customer {number}", "phone": f"+86 138 {caller['id']:04d} {number:04d}"}
                for number in range(TEN)
            ]
        ],
    )
    return admin(
        "service.callback",
        "create",
        [
            [
                {
                    "partner_id": partner,
                    "purpose": "How is it going?",
                    "survey_id": survey,
                    "user_id": caller["id"],
                    "due_date": DUE,
                }
                for partner in partners
            ]
        ],
    )


def opened(page, number):
    page.wait_for_selector(f".o_service_desk_name:text-is('Customer {number}')")


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


def read(admin, ids, *names):
    rows = admin("service.callback", "read", [ids, list(names)])
    return [rows[[row["id"] for row in rows].index(one)] for one in ids]


def test_a_queue_of_ten_by_keyboard_only(page, login, admin, queue, caller, screenshot):
    login(caller["login"])
    page.goto(DESK)
    opened(page, 0)
    screenshot("callback-desk")
    press(page, "?")
    page.wait_for_selector(".modal .o_service_desk_keys")
    screenshot("callback-desk-keys")
    press(page, "Escape")
    page.wait_for_selector(".modal", state="detached")

    press(page, "1", "1", "0", "5", "d")  # on time, 10 of 10, very satisfied
    opened(page, 1)
    press(page, "1", "9", "4", "t")
    page.keyboard.type("Everything works, c and d included.")
    press(page, "Control+Enter", "g")  # praise
    opened(page, 2)
    press(page, "1", "d")  # the satisfaction is missing: the page says so and goes there
    page.wait_for_selector(".o_service_desk_active .o_service_desk_error")
    press(page, "4", "d")
    opened(page, 3)
    press(page, "2", "8", "3", "d")  # not on time is a problem: what is wrong has to be written
    page.wait_for_selector("[data-item=notes] .o_service_desk_error")
    page.keyboard.type("He came two hours late.")
    press(page, "Escape", "p")
    opened(page, 4)
    press(page, "n")
    opened(page, 5)
    press(page, "e")
    opened(page, 6)
    press(page, "a")
    page.wait_for_selector(".o_service_desk_later input:focus")
    press(page, "Enter")  # as proposed: in the customer's hours
    opened(page, 7)
    press(page, "x")
    opened(page, 8)
    press(page, "s")  # skipped: it comes again after the last one
    opened(page, 9)
    press(page, "1", "5", "5", "d")
    opened(page, 8)
    press(page, "1", "5", "5", "d")
    page.wait_for_selector(f".o_service_desk_callback:not([data-id='{queue[8]}']), .o_service_desk_empty")
    page.wait_for_selector(".o_service_desk_done:text-is('6 done')")

    rows = read(admin, queue, "state", "result", "satisfaction", "notes", "attempt_ids", "answers_id")
    assert [row["result"] for row in rows if row["state"] == "done"] == [
        *("fine", "praise", "fine", "problem", "fine", "fine"),
    ]
    assert [row["satisfaction"] for row in rows[:4]] == ["5", "4", "4", "3"]
    assert rows[1]["notes"] == "Everything works, c and d included."
    assert rows[3]["notes"] == "He came two hours late."
    assert all(row["answers_id"] for row in rows if row["state"] == "done")
    assert not any(row["answers_id"] for row in rows if row["state"] != "done")
    outcomes = admin(
        "service.callback.attempt",
        "search_read",
        [[["callback_id", "in", queue[4:8]]]],
        fields=["outcome"],
        order="id",
    )
    assert [row["outcome"] for row in outcomes] == ["no_answer", "busy", "later", "refused"]
    recommended = admin(
        "service.callback.answer",
        "search_read",
        [[["callback_id", "=", queue[0]], ["question_id.question_type", "=", "scale"]]],
        fields=["answer", "score"],
        order="id",
    )
    assert [(row["answer"], row["score"]) for row in recommended] == [("10", 5.0), ("5", 5.0)]


def test_a_bad_answer_becomes_a_complaint(page, login, admin, queue, caller):
    """The complaint has the customer and what was said, and the callback leads to it."""
    login(caller["login"])
    page.goto(DESK)
    opened(page, 0)
    press(page, "2", "0", "1", "t")
    page.keyboard.type("The door does not close any more.")
    press(page, "Control+Enter", "d")
    opened(page, 1)
    [row] = read(admin, queue[:1], "result", "partner_id", "problem_complaint_id")
    assert row["result"] == "problem"
    [complaint] = admin(
        "service.complaint",
        "read",
        [[row["problem_complaint_id"][0]], ["partner_id", "description"]],
    )
    assert complaint["partner_id"] == row["partner_id"]
    assert "The door does not close any more." in complaint["description"]


def test_nothing_is_lost_on_a_reload(page, login, queue, caller):
    login(caller["login"])
    page.goto(DESK)
    opened(page, 0)
    press(page, "1", "7", "t")
    page.keyboard.type("She wants the invoice.")
    page.reload()
    opened(page, 0)
    assert page.input_value("[data-item=notes] textarea") == "She wants the invoice."
    assert page.locator("button[aria-pressed=true]").all_inner_texts() == ["1Yes", "7"]


def test_a_colleague_was_faster(page, login, admin, colleague, queue, caller):
    """What a colleague has taken meanwhile is not opened twice: that is said, and the first one opens."""
    admin("service.callback", "write", [queue, {"user_id": False, "team_id": caller["team"]}])
    login(caller["login"])
    page.goto(DESK)
    opened(page, 0)
    colleague("admin")("service.callback", "action_open", [[queue[1]]])
    page.click(".o_service_desk_row:has-text('Customer 1')")
    page.wait_for_selector(".o_service_desk_notice:has-text('is calling already')")
    opened(page, 0)


@pytest.mark.parametrize("width", [375])
def test_on_a_phone(page, login, queue, caller, screenshot, width):
    page.set_viewport_size({"width": width, "height": 812})
    login(caller["login"])
    page.goto(DESK)
    opened(page, 0)
    screenshot("callback-desk-phone")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert not page.is_visible(".o_service_desk_row")
    page.click(".o_service_desk_queue button:has-text('Queue')")
    page.click(".o_service_desk_row:has-text('Customer 3')")
    opened(page, 3)
