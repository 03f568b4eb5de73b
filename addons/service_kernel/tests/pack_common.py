import base64
import json

from odoo.tests import TransactionCase

from ..tools.pack_zip import pack_zip
from .users import new_test_user

FILES = {
    "service.category.csv": (
        "code,name,name:zh_CN,parent_id\ngoods,Goods,商品,\ngoods_price,Price,价格,goods\n"
    ),
    "service.severity.csv": "code,name,sequence\nB,Level B,10\nA,Level A,20\n",
    "service.risk.flag.csv": (
        "code,name,severity_id,is_major,yields_to_ids\n"
        "press,May attract the press,A,0,published\n"
        "published,Published,B,1,\n"
    ),
    "service.authority.level.csv": (
        "code,name,sequence,compensation_limit\n"
        "supervisor,Supervisor,10,200\n"
        "store_manager,Store manager,30,\n"
    ),
    "service.authority.rule.csv": (
        "code,note,level_id,category_ids,flag_ids,amount_from,amount_to,customer_insists\n"
        "T-1,From 2000,store_manager,,,2000,,\n"
        'T-2,"Press, or insists",store_manager,,press;published,,,1\n'
        "T-3,Below,supervisor,goods,,,2000,\n"
    ),
}
RECORDS = 11


class PackCase(TransactionCase):
    """A small pack of a company, given as a file, and people who may and may not load it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.company = cls.env["res.company"].create({"name": "Mall One"})
        cls.other_company = cls.env["res.company"].create({"name": "Mall Two"})
        companies = (cls.company | cls.other_company).ids
        cls.manager = new_test_user(
            cls.env,
            "pack_manager",
            "service_kernel.group_policy_manager",
            company_id=cls.company.id,
            company_ids=companies,
        )
        cls.employee = new_test_user(cls.env, "pack_employee", "base.group_user", company_id=cls.company.id)
        cls.packs = cls.env["service.policy.pack"].with_user(cls.manager)

    @classmethod
    def zipped(cls, changes=None, manifest=None, code="t_pack"):
        files = {**FILES, **(changes or {})}
        head = {"format": 1, "code": code, "name": {"en_US": "Test", "zh_CN": "试验"}, **(manifest or {})}
        content = {
            "pack.json": json.dumps(head, ensure_ascii=False).encode(),
            **{
                name: text if isinstance(text, bytes) else text.encode()
                for name, text in files.items()
                if text is not None
            },
        }
        return pack_zip(code, content)

    def upload(self, changes=None, manifest=None, company=None, code="t_pack"):
        company = company or self.company
        packs = self.packs._in_company(company)
        return packs._upload_pack(self.zipped(changes, manifest, code), company)

    def load(self, company=None, activate=True, code="t_pack"):
        return self.packs.load_pack(code, company or self.company, activate)

    def counts(self, created=0, updated=0, kept=0, unchanged=0):
        return {"created": created, "updated": updated, "kept": kept, "unchanged": unchanged}

    def of(self, model, code, company=None):
        return self.env[model].search(
            [
                ("company_id", "=", (company or self.company).id),
                ("pack_code", "=", "t_pack"),
                ("code", "=", code),
                ("active", "in", [True, False]),
            ]
        )

    def changed(self, file, old, new):
        """The files of the pack with one text replaced in one of them."""
        assert old in FILES[file], old
        return {file: FILES[file].replace(old, new)}

    def wizard(self, **vals):
        packs = self.packs.search([("code", "=", "t_pack"), ("company_id", "=", self.company.id)])
        wizard = self.env["service.policy.pack.wizard"].with_user(self.manager).with_company(self.company)
        return wizard.create({"company_id": self.company.id, "pack_ids": packs.ids, **vals})

    def encoded(self, *args, **kwargs):
        return base64.b64encode(self.zipped(*args, **kwargs))
