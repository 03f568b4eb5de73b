"""Find records by what a ledger calls them, in a few queries for a whole file."""

import re
from collections import defaultdict

from odoo.fields import Domain

from ..engine.cell_text import fold_width
from ..engine.cells import match_key

_PATH = re.compile(r"\s*(?:/|>|＞|→|»|\\|｜|\||／)\s*")


def split_path(text):
    """``"商品 / 质量"`` as ``["商品", "质量"]``."""
    return [part for part in _PATH.split(text.strip()) if part]


def installed_langs(env):
    """Codes of the installed languages, the user's first."""
    codes = [code for code, _name in env["res.lang"].get_installed()]
    return sorted(codes, key=lambda code: code != env.lang)


def find_by_text(model, texts, names, domain=()):
    """``{match key of text: ids}`` of the records that one of the fields ``names`` calls exactly so, in
    any language.

    ``names`` are tried in order: what a code finds is not searched by name. Reads as the user of
    ``model``; what the user may not read is not found. At most one query for each field and installed
    language.
    """
    found = defaultdict(set)
    if not texts or not model.has_access("read"):
        return found
    for name in names:
        open_texts = [text for text in texts if match_key(text) not in found]
        variants = list({variant for text in open_texts for variant in _variants(text)})
        hits = defaultdict(set)
        langs = (
            installed_langs(model.env)
            if model._fields[name].translate or model._fields[name].related
            else [None]
        )
        for lang in langs:
            records = model.with_context(lang=lang) if lang else model
            for record in records.search_fetch(Domain(name, "in", variants) & Domain(list(domain)), [name]):
                hits[match_key(record[name])].add(record.id)
        found.update(hits)
    return found


def _variants(text):
    folded = " ".join(fold_width(text).split())
    return {text, folded, folded.upper(), folded.lower()}


class Tree:
    """Records of a tree (categories, sites) by code, by name, or by the end of their path, in any
    language.
    """

    def __init__(self, model, domain):
        self.model = model
        self.by_code, self.by_path = defaultdict(set), defaultdict(set)
        self.full = defaultdict(set)
        for lang in installed_langs(model.env):
            records = model.with_context(lang=lang).search(domain)
            for record in records:
                if record.code:
                    self.by_code[match_key(record.code)].add(record.id)
                path = self._path(record)
                self.full[path].add(record.id)
                for start in range(len(path)):
                    self.by_path[path[start:]].add(record.id)

    @staticmethod
    def _path(record):
        names = []
        while record and len(names) < 50:
            names.insert(0, match_key(record.name))
            record = record.parent_id
        return tuple(names)

    def find(self, text):
        """Ids of the records that ``text`` names: a code, else a whole path, else the end of one."""
        path = tuple(match_key(part) for part in split_path(text))
        return self.by_code.get(match_key(text)) or self.full.get(path) or self.by_path.get(path) or set()

    def make(self, texts, company):
        """Create what ``texts`` name and what is missing above it, level by level; ``{text: id}``."""
        ids = {}
        for text in texts:
            parent, path = False, ()
            for part in split_path(text):
                path += (match_key(part),)
                known = self.full.get(path)
                if not known:
                    record = self.model.create({"name": part, "parent_id": parent, "company_id": company.id})
                    known = self.full[path] = {record.id}
                parent = min(known)
            ids[text] = parent
        return ids


def resolve_tree(rows, check, code, model, domain):
    """Set column ``code`` of ``rows`` to an id; unknown names are errors, or left in ``row.pending`` to
    be created.
    """
    tree = Tree(model, domain)
    may_create = check.create_missing and model.has_access("create")
    labels = {}
    for row in rows:
        text = row.values.pop(code, None)
        if text is None:
            continue
        ids = tree.find(text)
        if len(ids) == 1:
            row.values[code] = next(iter(ids))
            labels.setdefault(row.values[code], []).append(row)
        elif ids:
            row.error(code, "relation_ambiguous", value=text, count=len(ids))
        elif may_create:
            row.pending[code] = text
            row.shown[code] = f"+ {' / '.join(split_path(text))}"
        else:
            row.error(code, "relation_unknown_listed", value=text)
    for record in model.browse(labels):
        for row in labels[record.id]:
            row.shown[code] = record.display_name


def resolve_texts(rows, check, code, model, names, domain=()):
    """Set column ``code`` of ``rows`` to an id by the fields ``names``; what is not found is a warning
    and kept.
    """
    texts = list({row.values[code] for row in rows if code in row.values})
    found = find_by_text(model, texts, names, domain)
    for row in rows:
        text = row.values.pop(code, None)
        if text is None:
            continue
        ids = found.get(match_key(text), ())
        if len(ids) == 1:
            row.values[code] = next(iter(ids))
            row.shown[code] = text
        else:
            row.warn(
                code,
                "relation_ambiguous_kept" if ids else "relation_unknown_kept",
                value=text,
                count=len(ids),
            )
            check.keep(row, code)
