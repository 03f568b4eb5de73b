import re
from pathlib import Path
from zoneinfo import ZoneInfo

from odoo.tests import TransactionCase, tagged

from ..engine.cells import BadCell, Problem, parse_cell
from ..tools.ledger_file import LedgerFileError
from ..tools.ledger_lookup import Tree, find_by_text
from ..tools.ledger_messages import CELL_MESSAGES, FILE_MESSAGES, sentence

ADDON = Path(__file__).parents[1]
UNREADABLE = {
    "datetime": (
        "3月5日", "2025-03", "2025-02-30", "5/3/2025", "1900-01-01", 7, "昨天", "2025-03-05 x",
        "2025-03-05 25:00", "2025-03-05 上午14点", "2025-03-09 02:30", "2025-11-02 01:30", "x" * 300,
        BadCell("cell_formula", "=A1"), BadCell("cell_error", "#REF!"),
    ),
    "amount": ("2件", "1.280", "约300", "$300", 10**13),
    "phone": (
        "1.38E+10", "138****8000", "13800138000/13900139000", "12345", "1" * 30, "138001380",
        "张先生13800138000",
    ),
    "email": ("x",),
    "names": ("、".join(map(str, range(60))),),
    "text": ("x" * 30,),
}  # fmt: skip


@tagged("post_install", "-at_install")
class TestLedgerMessages(TransactionCase):
    def test_every_problem_of_a_cell_has_a_sentence(self):
        zone, seen = ZoneInfo("America/New_York"), set()
        for kind, values in UNREADABLE.items():
            for value in values:
                with self.assertRaises(Problem) as caught:
                    parse_cell(kind, value, zone=zone, limit=20)
                problem = caught.exception
                seen.add(problem.code)
                self.assertNotIn("%", sentence(self.env, CELL_MESSAGES, problem.code, problem.params))
        raised = set()
        for module in ("amounts", "cell_text", "cells", "dates", "phones"):
            source = (ADDON / "engine" / f"{module}.py").read_text()
            raised |= set(re.findall(r'"((?:amount|date|time|phone|email|text|too|cell)_[a-z_]+)"', source))
        self.assertEqual(raised - seen - {"time_ambiguous"}, set())

    def test_every_file_error_has_a_sentence(self):
        source = (ADDON / "tools" / "ledger_file.py").read_text()
        codes = set(re.findall(r'"((?:file|too)_[a-z_]+)"', source)) - {"file_bytes"}
        self.assertEqual(codes - set(FILE_MESSAGES), set())
        error = LedgerFileError("too_many_rows", limit="20,000")
        self.assertIn("20,000", sentence(self.env, FILE_MESSAGES, error.code, error.params))

    def test_an_unknown_code_is_shown_as_it_is(self):
        self.assertEqual(sentence(self.env, CELL_MESSAGES, "never_heard", {}), "never_heard")


@tagged("post_install", "-at_install")
class TestLedgerLookup(TransactionCase):
    def test_a_tree_is_found_by_code_path_end_of_path_and_name_in_any_language(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        wares = self.env["service.category"].create({"name": "Test Wares", "code": "L-W"})
        finish = self.env["service.category"].create({"name": "Test Finish", "parent_id": wares.id})
        finish.with_context(lang="zh_CN").name = "测试做工"
        tree = Tree(self.env["service.category"], [])
        for text in ("Test Wares / Test Finish", "test wares>TEST FINISH", "Test Finish", "测试做工"):
            self.assertEqual(tree.find(text), {finish.id}, text)
        self.assertEqual(tree.find("l-w"), {wares.id})
        self.assertEqual(tree.find("Test nothing"), set())

    def test_a_root_is_preferred_to_a_leaf_of_the_same_name(self):
        first, second = self.env["service.category"].create([{"name": "Twin root"}, {"name": "Top"}])
        self.env["service.category"].create({"name": "Twin root", "parent_id": second.id})
        self.assertEqual(Tree(self.env["service.category"], []).find("Twin root"), {first.id})

    def test_a_code_is_preferred_to_a_name_and_twins_are_all_found(self):
        sites = self.env["service.site"].create(
            [{"name": "LX1"}, {"name": "A", "code": "LX1"}, {"name": "A"}]
        )
        found = find_by_text(self.env["service.site"], ["LX1", "A"], ["code", "name"])
        self.assertEqual(found["lx1"], {sites[1].id})
        self.assertEqual(found["a"], set(sites[1:].ids))
