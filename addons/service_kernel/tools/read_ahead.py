"""What a piece of work is going to look at, read in one query instead of one a record.

Odoo reads a record when it is first asked for a field, and then all its columns: a hundred of a company to
learn its time zone. Work that knows beforehand which few columns of which records it needs names them here.
Whatever is not named is read as ever: a list that is too short costs a query, never a wrong value.
"""

from odoo.tools import SQL

#: types of columns that JSON brings back as the cache keeps them
PLAIN = {"boolean", "char", "float", "integer", "many2many", "many2one", "selection", "text"}


class ReadAhead:
    """Collects columns of records by ``add`` and ``follow``; ``run`` puts them in the cache."""

    def __init__(self, env):
        self.env = env
        self._ids = {}  # {model: ids that were added}
        self._parts = []  # [(model, fields, SQL array of ids)]

    def add(self, model, ids, names):
        """Read the columns ``names`` of the records ``ids``; skips those that are in the cache."""
        records = self.env[model].browse({id_ for id_ in ids if isinstance(id_, int) and id_})
        self._ids.setdefault(model, set()).update(records.ids)
        missing, fields = _missing(records, names)
        if missing:
            self._parts.append((model, fields, SQL("%s::int[]", sorted(missing))))

    def follow(self, model, name, names):
        """Read the columns ``names`` of the records at which ``name`` of the records of ``model`` points."""
        field = self.env[model]._fields[name]
        records = self.env[model].browse(self._ids.get(model, ()))
        unknown, _fields = _missing(records, [name])
        known = [record[name].id for record in records if record.id not in unknown]
        self.add(field.comodel_name, known, names)
        if unknown:
            pointed_at = SQL(
                "ARRAY(SELECT %s FROM %s WHERE id = ANY(%s))",
                SQL.identifier(name),
                SQL.identifier(self.env[model]._table),
                sorted(unknown),
            )
            target = self.env[field.comodel_name]
            self._parts.append((target._name, [target._fields[one] for one in names], pointed_at))

    def run(self):
        """Read all that is not in the cache yet.

        Nothing is flushed: values that wait to be written are in the cache, and stay there.
        """
        if not self._parts:
            return
        query = SQL("SELECT %s", SQL(", ").join(self._select(*part) for part in self._parts))
        (found,) = self.env.execute_query(query)
        for (model, fields, _ids), rows in zip(self._parts, found, strict=True):
            if rows:
                ids, *columns = zip(*rows, strict=True)
                records = self.env[model].browse(ids)
                for field, values in zip(fields, columns, strict=True):
                    field._insert_cache(records, map(tuple, values) if field.type == "many2many" else values)

    def _select(self, model, fields, ids):
        table = self.env[model]._table
        columns = [SQL.identifier(table, "id"), *(self._column(table, field) for field in fields)]
        return SQL(
            "(SELECT json_agg(json_build_array(%s)) FROM %s WHERE %s = ANY(%s))",
            SQL(", ").join(columns),
            SQL.identifier(table),
            columns[0],
            ids,
        )

    def _column(self, table, field):
        if field.type != "many2many":
            return SQL.identifier(table, field.name)
        # sudo: as the cache keeps it, whoever reads it first; what a user may see is asked at the records
        comodel = self.env[field.comodel_name].sudo().with_context(active_test=False)
        query = comodel._search([], order=comodel._order)
        pointer = SQL.identifier(field.relation, field.column2)
        own = SQL("%s = %s", pointer, SQL.identifier(comodel._table, "id"))
        query.add_join("JOIN", field.relation, None, own)
        query.add_where(
            SQL(
                "%s = %s",
                SQL.identifier(field.relation, field.column1),
                SQL.identifier(table, "id"),
            )
        )
        return SQL("ARRAY(%s)", query.select(pointer))


def _missing(records, names):
    """Return (ids of the records of which one of the columns is not in the cache, the fields)."""
    fields = [records._fields[name] for name in names]
    for field in fields:
        if not field.store or field.type not in PLAIN or field.translate or field.company_dependent:
            raise ValueError(f"{field} cannot be read ahead")
    return {id_ for field in fields for id_ in field._cache_missing_ids(records)}, fields
