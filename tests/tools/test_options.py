"""The command lines of ./run and ./test."""

import pytest
from dev import cli, database, testing
from dev.stages import LONG, STAGES, divide
from dev.ui import Failure

ADDONS = ("service_kernel", "service_center")


def test_run_defaults():
    options = cli.parse([])
    assert (options.command, options.db, options.port, options.no_demo) == ("start", "service", None, False)


def test_run_options_in_any_order():
    for argv in (["reset", "--yes", "--db", "other"], ["--db", "other", "reset", "--yes"]):
        options = cli.parse(argv)
        assert (options.command, options.db, options.yes) == ("reset", "other", True)


def test_what_follows_odoo_is_left_alone():
    options = cli.parse(["--db", "other", "odoo", "shell", "-d", "x", "--port", "1", "--help"])
    assert (options.command, options.db) == ("odoo", "other")
    assert options.rest == ["shell", "-d", "x", "--port", "1", "--help"]


def test_a_database_may_be_called_odoo():
    assert cli.parse(["--db", "odoo"]).db == "odoo"


def test_options_of_reset_belong_to_reset():
    with pytest.raises(SystemExit):
        cli.parse(["--yes"])


@pytest.mark.parametrize("name", ["", "Service", "a b", 'a"b', "template1", "postgres", "x" * 42, "a;drop"])
def test_refused_database_names(name):
    with pytest.raises(Failure):
        database.check_name(name)


def test_everything_by_default():
    selection = testing.parse([], ADDONS)
    assert set(STAGES) - set(selection.stages) == set(LONG)
    assert selection.needs_odoo


def test_fast_needs_no_odoo():
    selection = testing.parse(["fast"], ADDONS)
    assert selection.stages == testing.FAST
    assert not selection.needs_odoo


def test_one_addon_has_no_browser_stage():
    selection = testing.parse(["service_center"], ADDONS)
    assert selection.addons == ("service_center",)
    assert "browser" not in selection.stages
    assert "addons" in selection.stages


def test_expression_leaves_out_what_it_cannot_choose_from():
    selection = testing.parse(["-k", "import"], ADDONS)
    assert selection.expression == "import"
    assert set(selection.stages) == set(testing.WITH_EXPRESSION)


def test_no_browser_and_long():
    selection = testing.parse(["long", "--no-browser"], ADDONS)
    assert selection.long
    assert "browser" not in selection.stages
    assert set(STAGES) - set(selection.stages) == {"browser"}


def test_long_stages_can_be_named():
    assert testing.parse(["odoo"], ADDONS).stages == ("odoo",)


def test_unknown_word():
    with pytest.raises(SystemExit):
        testing.parse(["service_centre"], ADDONS)


def test_test_files_are_divided_evenly(tmp_path):
    files = []
    for number, tests in enumerate((9, 5, 4, 3, 3)):
        path = tmp_path / f"test_{number}.py"
        path.write_text("    def test_\n" * tests)
        files.append(path)
    parts = divide(files, 2)
    assert sorted(path for part in parts for path in part) == files
    assert [sum(path.read_text().count("test_") for path in part) for part in parts] == [12, 12]
    assert len(divide(files[:1], 2)) == 1
