"""Counting: what the last line of ./test says is what ran."""

from dev import results

STAMP = "2026-01-02 03:04:05,678 99 {level} db {logger}: "
CASES = {
    "passes": '<testcase classname="m" name="a"/>',
    "fails": '<testcase classname="m" name="b"><failure message="no"/></testcase>',
    "breaks": '<testcase classname="m" name="c"><error message="no"/></testcase>',
    "skips": '<testcase classname="m" name="d"><skipped message="no"/></testcase>',
}


def odoo_log(*lines):
    return "\n".join(STAMP.format(level=level, logger=logger) + text for level, logger, text in lines)


def junit(tmp_path, *kinds):
    path = tmp_path / "report.xml"
    path.write_text(
        f"<testsuites><testsuite>{''.join(CASES[kind] for kind in kinds)}</testsuite></testsuites>"
    )
    return path


def counted(result):
    return result.passed, result.failed, result.skipped


def test_odoo_log_of_a_good_run():
    result = results.Result("addons")
    total = "0 failed, 0 error(s) of 7 tests when loading database 'db'"
    results.add_odoo_log(result, odoo_log(("INFO", "odoo.tests.result", total)), 0)
    assert counted(result) == (7, 0, 0)


def test_odoo_log_with_failures_keeps_their_tracebacks():
    result = results.Result("addons")
    text = odoo_log(
        (
            "ERROR",
            "odoo.addons.a.tests.test_a",
            "FAIL: TestA.test_one\nTraceback (most recent call last):\n  boom",
        ),
        ("INFO", "odoo.addons.a", "other"),
        ("INFO", "odoo.addons.a.tests.test_a", "skipped TestA.test_two : no chrome"),
        ("ERROR", "odoo.tests.result", "1 failed, 2 error(s) of 9 tests when loading database 'db'"),
    )
    results.add_odoo_log(result, text, 1)
    assert counted(result) == (5, 3, 1)
    assert any("boom" in detail and "other" not in detail for detail in result.details)


def test_odoo_that_ends_before_its_tests_is_a_failure():
    for text in ("", odoo_log(("CRITICAL", "odoo.service.server", "Failed to initialize database `db`."))):
        result = results.Result("addons")
        results.add_odoo_log(result, text, 255)
        assert counted(result) == (0, 1, 0)


def test_odoo_exit_code_without_a_counted_failure_is_a_failure():
    result = results.Result("addons")
    total = "0 failed, 0 error(s) of 7 tests when loading database 'db'"
    results.add_odoo_log(result, odoo_log(("INFO", "odoo.tests.result", total)), 1)
    assert counted(result) == (7, 1, 0)


def test_warnings_of_a_log():
    text = odoo_log(("INFO", "a", "fine"), ("WARNING", "b", "careful"), ("ERROR", "c", "bad\n  more"))
    assert results.complaints(text) == ["WARNING b: careful", "ERROR c: bad\n  more"]


def test_docutils_message_is_no_error():
    assert not results.complaints("<string>:12: (ERROR/3) Unexpected indentation.\n")


def test_junit(tmp_path):
    result = results.Result("engine")
    results.add_junit(result, junit(tmp_path, "passes", "passes", "fails", "breaks", "skips"), 1, "output")
    assert counted(result) == (2, 2, 1)
    assert result.details == ["output"]


def test_pytest_without_a_report_is_a_failure(tmp_path):
    result = results.Result("engine")
    results.add_junit(result, tmp_path / "none.xml", 4, "usage error")
    assert counted(result) == (0, 1, 0)


def test_no_tests_are_allowed_only_with_an_expression(tmp_path):
    for allowed, failed in ((True, 0), (False, 1)):
        result = results.Result("engine")
        results.add_junit(result, junit(tmp_path), 5, "no tests ran", may_be_empty=allowed)
        assert counted(result) == (0, failed, 0)


def test_checks():
    result = results.Result("lint")
    result.check("ruff", "")
    result.check("pylint", ["a.py:1: wrong"])
    assert counted(result) == (1, 1, 0)


def test_summary_ends_with_the_sum():
    lines, good = results.summary([results.Result("lint", passed=3), results.Result("engine", passed=4)])
    assert good
    assert lines[-1] == "7 passed, 0 failed"


def test_summary_of_nothing_is_a_failure():
    for stages in ([], [results.Result("engine")]):
        lines, good = results.summary(stages)
        assert not good
        assert lines[-1] == "0 passed, 1 failed"


def test_skipped_counts_as_failed_unless_the_browser_was_left_out():
    stage = results.Result("addons", passed=2, skipped=1)
    assert results.summary([stage])[0][-1] == "2 passed, 1 failed"
    assert results.summary([stage], skipped_is_failed=False)[0][-1] == "2 passed, 0 failed"
