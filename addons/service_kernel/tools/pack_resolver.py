"""Which record of a company a code means, and back."""


class PackResolver:
    """Codes of a pack in a company: its own records, then those of packs it needs, then the company's.

    Archived records count. Models without a code of their own are known by what the pack has loaded.
    """

    def __init__(self, packs, company, pack_code, depends=()):
        self.packs, self.company = packs, company
        self.pack_codes = [pack_code, *depends]
        self._found = {}
        self._codes = {}

    def find(self, model, code):
        """Return the record of ``model`` that ``code`` means, empty if there is none."""
        found = self._records(model).get(code)
        return self.packs.env[model].browse(found)

    def codes(self, model):
        """Return all codes of ``model``."""
        return self._records(model).keys()

    def code_of(self, record):
        """Return the code by which the pack means ``record``; ``#id`` where it means another or none."""
        self._records(record._name)
        return self._codes[record._name].get(record.id, f"#{record.id}")

    def add(self, record, code):
        """Remember a record that was just made."""
        self._records(record._name)[code] = record.id
        self._codes[record._name][record.id] = code

    def _records(self, model):
        if model not in self._found:
            self._found[model] = found = self._search(model)
            self._codes[model] = {record_id: code for code, record_id in found.items()}
        return self._found[model]

    def _search(self, model):
        env, key = self.packs.env, self.packs._get_key_field(model)
        Model = env[model].with_context(active_test=False)
        if model in self.packs._get_named_models():
            # sudo: names of models and of questionnaires are no secret
            return {one[key]: one.id for one in Model.sudo().search([(key, "!=", False)])}
        if key is None:
            items = env["service.policy.pack.item"].search(
                [
                    ("company_id", "=", self.company.id),
                    ("pack_code", "in", self.pack_codes),
                    ("res_model", "=", model),
                ]
            )
            there = set(Model.browse(items.mapped("res_id")).exists().ids)
            return {item.code: item.res_id for item in items if item.res_id in there}
        domain = [
            ("company_id", "in", [self.company.id, False]),
            ("pack_code", "in", [*self.pack_codes, False]),
            ("code", "!=", False),
        ]
        order = {pack: number for number, pack in enumerate([*self.pack_codes, False])}
        records = Model.search(domain, order="id").sorted(
            lambda one: (order[one.pack_code], not one.company_id)
        )
        found = {}
        for record in records:
            found.setdefault(record.code, record.id)
        return found
