import psycopg2

from odoo.exceptions import UserError, ValidationError
from odoo.tests import TransactionCase, tagged
from odoo.tools import mute_logger


@tagged("post_install", "-at_install")
class TestTree(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Site = cls.env["service.site"]
        cls.mall = cls.Site.create({"name": "Galaxy Mall", "kind": "store", "code": "M"})
        cls.floor = cls.Site.create(
            {"name": "Floor 1", "kind": "floor", "parent_id": cls.mall.id, "code": "M-1"}
        )
        cls.counter = cls.Site.create({"name": "Shoes", "parent_id": cls.floor.id})

    def test_complete_name_follows_the_tree(self):
        self.assertEqual(self.counter.display_name, "Galaxy Mall / Floor 1 / Shoes")
        self.assertEqual(self.counter.with_context(hierarchical_naming=False).display_name, "Shoes")
        self.mall.name = "Mall"
        self.assertEqual(self.counter.display_name, "Mall / Floor 1 / Shoes")
        self.counter.parent_id = False
        self.assertEqual(self.counter.display_name, "Shoes")

    def test_names_are_shown_in_the_reader_s_language(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        goods = self.env["service.category"].create({"name": "Goods"})
        price = goods.create({"name": "Price", "parent_id": goods.id})
        goods.with_context(lang="zh_CN").name = "商品"
        price.with_context(lang="zh_CN").name = "价格"
        self.assertEqual(price.display_name, "Goods / Price")
        self.assertEqual(price.with_context(lang="zh_CN").display_name, "商品 / 价格")

    def test_found_by_name_and_code(self):
        self.assertEqual(self.Site.name_search("M-1")[0][0], self.floor.id)
        self.assertIn(self.counter, self.Site.search([("complete_name", "ilike", "shoe")]))

    def test_no_cycle(self):
        with self.assertRaises(UserError):
            self.mall.parent_id = self.counter

    def test_code_is_unique_in_the_company_only(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.Site.create({"name": "Elsewhere", "code": "M", "company_id": other.id})
        self.Site.create({"name": "No code"})
        self.Site.create({"name": "No code either"})
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.errors.UniqueViolation):
            self.Site.create({"name": "Again", "code": "M"})

    def test_shared_categories_have_unique_codes_too(self):
        Category = self.env["service.category"]
        Category.create({"name": "Price", "code": "price", "company_id": False})
        Category.create({"name": "Price", "code": "price"})
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.errors.UniqueViolation):
            Category.create({"name": "Price again", "code": "price", "company_id": False})

    def test_parent_of_the_same_company(self):
        other = self.env["res.company"].create({"name": "Other"})
        with self.assertRaises(UserError):
            self.Site.create({"name": "Lost", "company_id": other.id, "parent_id": self.mall.id})

    def test_texts_are_cleaned_and_bounded(self):
        site = self.Site.create({"name": "A\x00B\x1fC\ud800 \N{GRINNING FACE} \u0639\u0631\u0628\u064a"})
        self.assertEqual(site.name, "ABC \N{GRINNING FACE} \u0639\u0631\u0628\u064a")
        site.name = "N" * 500
        with self.assertRaisesRegex(ValidationError, "501 characters, at most 500"):
            site.name = "N" * 501
        self.assertEqual(site.name, "N" * 500)
