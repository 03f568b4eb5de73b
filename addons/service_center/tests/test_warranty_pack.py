from datetime import date

from odoo.tests import tagged

from odoo.addons.service_kernel.tests.pack_common import PackCase

TERMS = (
    "code,name,name:zh_CN,needs_proof,repair_stops,exchange_mode,limit_unit,excluded_words,excludes_wear\n"
    "year,One year,整机一年,1,1,restart,km,water,1\n"
)
COVERS = (
    "code,term_id,kind,share,value,unit,usage_limit\n"
    "year/parts,year,parts,100,12,months,60000\n"
    "year/labour,year,labour,50,6,months,\n"
)
RIGHTS = (
    "code,term_id,name,kind,within_days,repairs,same_fault,repair_days\n"
    "year/return,year,Seven days,return,7,,1,\n"
    "year/lemon,year,Twice the same,exchange,,2,1,\n"
)
CHANGES = {
    "service.warranty.term.csv": TERMS,
    "service.warranty.cover.csv": COVERS,
    "service.warranty.right.csv": RIGHTS,
}


@tagged("post_install", "-at_install")
class TestWarrantyPack(PackCase):
    """Packs bring warranty terms with their covers and rights."""

    def test_terms_are_loaded_once_and_hold(self):
        self.upload(CHANGES)
        created = self.load()["created"]
        self.assertEqual(self.load()["unchanged"], created)
        term = self.of("service.warranty.term", "year")
        self.assertEqual(term.with_context(lang="zh_CN").name, "整机一年")
        self.assertRecordValues(
            term.cover_ids,
            [
                {"kind": "parts", "share": 100, "value": 12, "usage_limit": 60000},
                {"kind": "labour", "share": 50, "value": 6, "usage_limit": 0},
            ],
        )
        self.assertEqual(len(term.right_ids), 2)
        product = self.env["product.product"].create({"name": "Car"})
        item = self.env["service.warranty"].create(
            {"company_id": self.company.id, "product_id": product.id, "purchase_date": "2026-01-31"}
        )
        self.assertEqual((item.term_id, item.parts_end), (term, date(2027, 1, 31)))

    def test_what_the_company_changed_stays(self):
        self.upload(CHANGES)
        self.load()
        cover = self.of("service.warranty.cover", "year/parts")
        cover.value = 24
        self.load()
        self.assertEqual(cover.value, 24)
