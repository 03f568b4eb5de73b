from odoo import api, models
from odoo.exceptions import UserError

#: a rule book and its parts, with the field that names the whole
BOOK = "service.score.rulebook"
PARTS = {
    "service.score.flag": "rulebook_id",
    "service.score.fine.bracket": "rulebook_id",
    "service.score.rule": "rulebook_id",
    "service.score.rule.multiplier": "rule_id",
    "service.score.rule.step": "rule_id",
    "service.score.streak": "rulebook_id",
}


class ServicePolicyPack(models.Model):
    """Rule books come with policy packs, as drafts that loading puts in force (decisions 2).

    What a newer pack says of a version that is in force, or was, stays out: it is kept, and the preview says
    so. The company makes a new version when it wants to follow.
    """

    _inherit = "service.policy.pack"

    @api.model
    def _get_pack_models(self):
        return [
            *super()._get_pack_models(),
            "service.score.pay.component",
            "service.score.region",
            "service.score.wage.floor",
            "service.score.category",
            "service.score.grade",
            BOOK,
            *PARTS,
        ]

    @api.model
    def _load(self, code, activate=True, valid_from=None):
        loaded = super()._load(code, activate, valid_from)
        books = self.env[BOOK].union(
            *(
                step.record
                for step in loaded["plan"].steps
                if step.entry.model == BOOK and step.record and step.record.active
            )
        )
        drafts = books.filtered(lambda book: book.state == "draft")
        if activate:
            for book in drafts.filtered(lambda one: not one._find_overlapping()):
                try:
                    book.action_activate()
                except UserError as error:
                    raise UserError(
                        self._to_reader().env._(
                            "“%(book)s” cannot be put in force: %(because)s",
                            book=book.name,
                            because=error.args[0],
                        )
                    ) from error
        return loaded

    def _plan_entry(self, entry, item, columns, resolver, activate):
        """A book that is not in force is a draft, not archived; books and parts in force stay as they are."""
        if entry.model != BOOK and entry.model not in PARTS:
            return super()._plan_entry(entry, item, columns, resolver, activate)
        step = super()._plan_entry(entry, item, columns, resolver, True)
        if step.outcome in ("created", "updated") and self._is_book_closed(step, resolver):
            step.outcome = "kept"
            step.is_closed = True
            step.kept |= {name: (step.current.get(name), value) for name, value in step.write.items()}
            step.write = {}
        return step

    def _is_book_closed(self, step, resolver):
        """Tell whether what a step is about belongs to a rule book that is no draft any more."""
        return any(book.state != "draft" for book in self._books_of_step(step, resolver))

    def _books_of_step(self, step, resolver):
        """Return the rule books that a step is about: where its record is, else where it would go."""
        model = step.entry.model
        if step.record:
            return step.record if model == BOOK else step.record._get_rulebooks()
        if model == BOOK:
            return self.env[BOOK]
        field = PARTS[model]
        whole = resolver.find(self.env[model]._fields[field].comodel_name, step.entry.values[field])
        return whole if field == "rulebook_id" else whole._get_rulebooks()

    def _plan_gone(self, items, resolver):
        """What the pack no longer holds stays where its book is in force."""
        archived, left = super()._plan_gone(items, resolver)
        closed = [item for item in archived if self._is_item_closed(item)]
        return [item for item in archived if item not in closed], left + closed

    def _is_item_closed(self, item):
        if item.res_model != BOOK and item.res_model not in PARTS:
            return False
        record = self.env[item.res_model].browse(item.res_id)
        books = record if item.res_model == BOOK else record._get_rulebooks()
        return any(book.state != "draft" for book in books)

    def _writable(self, model, source):
        """Brackets come one by one: they are judged when their book is put in force."""
        Model = super()._writable(model, source)
        if model == "service.score.fine.bracket":
            return Model.with_context(score_brackets_as_set=True)
        return Model

    @api.model
    def _get_notes(self, plans):
        return [*super()._get_notes(plans), *self._note_books(plans)]

    def _note_books(self, plans):
        """Say which books in force do not follow the pack, and which drafts stay drafts."""
        env = self._to_reader().env
        for plan in plans:
            closed = self.env[BOOK]
            for step in plan.steps:
                if step.is_closed:
                    closed |= self._books_of_step(step, plan.resolver)
            for book in closed.with_env(env):
                text = env._(
                    "“%(book)s” is in force or was: what “%(pack)s” changes in it stays out. Make a new "
                    "version of the book to follow it.",
                    book=book.name,
                    pack=plan.code,
                )
                yield "in_force", text
            for step in plan.steps:
                book = step.record
                if step.entry.model == BOOK and book and book.state == "draft" and book._find_overlapping():
                    text = env._(
                        "“%(book)s” of “%(pack)s” stays a draft: another version of it is in force.",
                        book=book.with_env(env).name,
                        pack=plan.code,
                    )
                    yield "conflict", text
