import json

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..tools.pack_zip import pack_zip
from .pack_common import FILES, PackCase

RULES = "service.authority.rule.csv"
LEVELS = "service.authority.level.csv"
TYPOS = (
    (
        RULES,
        "2000,store_manager",
        "2000,store_managr",
        "line 2, column level_id: no Authority Level has the code “store_managr”; did you mean "
        "“store_manager”?",
    ),
    (
        RULES,
        "supervisor,goods",
        "supervisor,goods;xyz",
        "line 4, column category_ids: no Service Category has the code “xyz”.",
    ),
    (RULES, "press;published", "press;press", "line 3, column flag_ids: “press” is named twice."),
    (
        RULES,
        "amount_from",
        "amount_form",
        "line 1, column amount_form: there is no such column; did you mean “amount_from”?",
    ),
    (RULES, "amount_from", "colour", "line 1, column colour: there is no such column."),
    (RULES, "amount_from", "amount_to", "line 1, column amount_to: this column is there twice."),
    (RULES, "level_id", "", "line 1: column 3 has no name."),
    (RULES, ",,,2000,,", ",,,2000元,,", "line 2, column amount_from: “2000元” is no number"),
    (RULES, ",,,2000,,", ",,,nan,,", "line 2, column amount_from: “nan” is no number"),
    (RULES, ",,,2000,,", ",,,2e400,,", "line 2, column amount_from"),
    (RULES, ",,1\n", ",,maybe\n", "line 3, column customer_insists: “maybe” is neither 1 (yes) nor 0"),
    (RULES, "T-3", "T-1", f"line 4, column code: “T-1” is there already: {RULES}:2."),
    (RULES, "T-3", "T;3", "line 4, column code: a code cannot contain a semicolon"),
    (RULES, "T-3", "", "line 4, column code: this is needed, but the cell is empty."),
    (RULES, "T-3,Below,supervisor", "T-3,Below,", "line 4, column level_id: this is needed"),
    (RULES, "T-3,Below,", "T-3,Below", "line 4: there are 7 cells, but 8 columns."),
    (RULES, '"Press', 'x"Press" y', "line 3"),
    (RULES, '"Press, or insists"', '"Press, or insists', "line 3: this is no proper CSV"),
    (LEVELS, ",10,", ",ten,", "line 2, column sequence: “ten” is no whole number."),
    (LEVELS, "code,name", "code;name", "line 1, column code;name: there is no such column"),
    (LEVELS, "Supervisor", "S" * 600, "line 2: "),
    (LEVELS, ",200", ",-1", "line 2: "),
    (
        "service.category.csv",
        "Price,价格,goods",
        "Price,价格,goods_price",
        "line 3, column parent_id: “goods_price” would be below itself.",
    ),
    (
        "service.category.csv",
        "name:zh_CN",
        "name:zh_XX",
        "line 1, column name:zh_XX: “zh_XX” is no language.",
    ),
    ("service.category.csv", "code,name,", "code,label,", "line 1, column name: this column is needed."),
)
MODELS = ("service.category", "service.severity", "service.authority.level", "service.policy.pack.item")


@tagged("post_install", "-at_install")
class TestPackBadInput(PackCase):
    """A pack with a mistake is named by file, line and column, and leaves no trace."""

    def assertRefused(self, *said, changes=None, manifest=None):
        self.upload(changes, manifest)
        with self.assertRaises(UserError) as refused, self.env.cr.savepoint():
            self.load()
        for text in said:
            self.assertIn(text, refused.exception.args[0])
        for model in MODELS:
            self.assertFalse(self.env[model].search_count([("company_id", "=", self.company.id)]), model)
        self.assertFalse(self.company.service_default_pack)

    def test_typos(self):
        for file, old, new, said in TYPOS:
            with self.subTest(said=said):
                self.assertRefused(f"{file}, {said}", changes=self.changed(file, old, new))

    def test_a_choice_lists_what_is_possible(self):
        text = "code,level_id,complained_rank\nT-1,supervisor,supervisr\n"
        self.assertRefused(
            "line 2, column complained_rank: “supervisr” is not possible; did you mean “supervisor”? "
            "Possible are: staff, supervisor.",
            changes={RULES: text},
        )
        self.assertRefused(
            "possible are: staff, supervisor", changes={RULES: text.replace("supervisr", "boss")}
        )

    def test_what_odoo_refuses_names_the_line(self):
        self.assertRefused(
            f"{RULES}, line 4: T-3: the upper bound has to be above the lower one",
            changes=self.changed(RULES, "supervisor,goods,,,2000", "supervisor,goods,,2000,2000"),
        )

    def test_all_mistakes_at_once(self):
        changes = self.changed(RULES, "store_manager,,,2000", "store_managr,,,x")
        changes |= self.changed("service.severity.csv", "10", "ten")
        self.assertRefused(
            f"{RULES}, line 2, column level_id",
            f"{RULES}, line 2, column amount_from",
            "service.severity.csv, line 2, column sequence",
            changes=changes,
        )

    def test_files(self):
        for changes, said in (
            (
                {"service.severty.csv": "code\n"},
                "service.severty.csv: no installed addon loads such a file; did",
            ),
            ({"res.users.csv": "code\n"}, "res.users.csv: no installed addon loads such a file."),
            ({"read.me": "x"}, "read.me: no installed addon loads such a file."),
            ({RULES: b""}, f"{RULES}, line 1: there is no line with column names."),
            ({RULES: "a\nb\n".encode("utf-16")}, f"{RULES}, line 1: the characters are not UTF-8."),
            (
                {"service.category.csv": FILES["service.category.csv"].encode("gb18030")},
                "service.category.csv, line 2: the characters are not UTF-8.",
            ),
            (
                {LEVELS: "code;name;sequence\n"},
                f"{LEVELS}, line 1: the columns have to be separated by commas.",
            ),
        ):
            with self.subTest(said=said):
                self.assertRefused(said, changes=changes)

    def test_a_byte_order_mark_and_line_breaks_are_fine(self):
        levels = FILES[LEVELS].replace("\n", "\r\n").encode("utf-8-sig")
        rules = FILES[RULES].replace('"Press, or insists"', '"Press,\nor ""insists"""')
        self.upload({LEVELS: levels, RULES: rules + "\n\n"})
        self.load()
        self.assertEqual(self.of("service.authority.rule", "T-2").note, 'Press,\nor "insists"')
        broken = rules.replace("T-3,Below,supervisor", "T-3,Below,nobody")
        self.upload({RULES: broken})
        with self.assertRaisesRegex(UserError, "line 5, column level_id"):
            self.load()

    def test_manifests(self):
        for manifest, said in (
            ({"format": 2}, "pack.json, line 1, column format: format “2” is not known here, only 1"),
            ({"code": "Ä"}, "column code: “Ä” is no code of a pack"),
            ({"name": ""}, "column name: a text is needed"),
            ({"nmae": "x"}, "column nmae: there is no such key; did you mean “name”?"),
            ({"currency": "yuan"}, "column currency: “yuan” is no currency"),
            ({"depends": "mall"}, "column depends: this is a list"),
        ):
            with self.subTest(said=said), self.assertRaises(UserError) as refused:
                self.upload(manifest=manifest)
            self.assertIn(said, refused.exception.args[0])

    def test_uploads_that_are_no_packs(self):
        manifest = json.dumps({"format": 1, "code": "t_pack", "name": "x"}).encode()
        for content, said in (
            (b"", "no ZIP file"),
            (b"PK\x03\x04 nonsense", "no ZIP file"),
            (pack_zip("t_pack", {}), "It is empty."),
            (pack_zip("t_pack", {"a.csv": b"x"}), "pack.json: the file is missing"),
            (
                pack_zip("t_pack", {"pack.json": b'{\n"format": 1,\n}'}),
                "pack.json, line 3: this is no proper JSON",
            ),
            (pack_zip("..", {"pack.json": manifest}), "cannot be part of a pack"),
            (pack_zip("a/b", {"pack.json": manifest}), "cannot be part of a pack"),
            (pack_zip("t_pack", {"pack.json": manifest, "b.csv": b"0" * 6_000_000}), "Unpacked it is larger"),
        ):
            with self.subTest(said=said), self.assertRaises(UserError) as refused:
                self.packs._in_company(self.company)._upload_pack(content, self.company)
            self.assertIn(said, refused.exception.args[0])

    def test_there_is_no_such_pack(self):
        with self.assertRaisesRegex(UserError, "There is no policy pack “nothing”"):
            self.load(code="nothing")
        with self.assertRaises(UserError):
            self.load(code="../mall")

    def test_in_the_reader_s_language(self):
        self.upload(self.changed(RULES, "2000,store_manager", "2000,store_managr"))
        self.env["ir.model"]._get("service.authority.level").with_context(lang="zh_CN").name = "权限级别"
        with self.assertRaisesRegex(UserError, "权限级别"):
            self.packs.with_context(lang="zh_CN").load_pack("t_pack", self.company)
