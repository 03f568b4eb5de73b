"""What a piece of work is going to look at, read in one query instead of one a record.

Odoo reads a record when it is first asked for a field, and then all its columns: a hundred of a company to
learn its time zone. Work that knows beforehand which few columns of which records it needs names them here.
Whatever is not named is read as ever: a list that is too short costs a query, never a wrong value.
"""

from odoo.tools import SQL

#: types of columns that JSON brings back as the cache keeps them
PLAIN = {"boolean", "char", "float", "integer", "many2one", "selection", "text"}


class ReadAhead:
    """Collects columns of records by ``add`` and ``follow``; ``run`` puts them in the cache."""

    def __init__(self, env):
        self.env = env
        self._ids = {}  # {model: ids that were added}
        self._wanted = {}  # {model: ({field: None}, [SQL array of ids])}

    def add(self, model, ids, names):
        """Read the columns ``names`` of the records ``ids``; skips those that are in the cache."""
        records = self.env[model].browse({id_ for id_ in ids if isinstance(id_, int) and id_})
        self._ids.setdefault(model, set()).update(records.ids)
        missing = self._missing(records, names)
        if missing:
            self._want(model, names, SQL("%s::int[]", list(missing)))

    def follow(self, model, name, names):
        """Read the columns ``names`` of the records at which ``name`` of the records of ``model`` points."""
        comodel = self.env[model]._fields[name].comodel_name
        records = self.env[model].browse(self._ids.get(model, ()))
        unknown = self._missing(records, [name])
        self.add(comodel, [record[name].id for record in records if record.id not in unknown], names)
        if unknown:
            pointers = (SQL.identifier(name), SQL.identifier(self.env[model]._table), list(unknown))
            self._want(comodel, names, SQL("ARRAY(SELECT %s FROM %s WHERE id = ANY(%s))", *pointers))

    def run(self):
        """Read all that is not in the cache yet.

        Nothing is flushed: values that wait to be written are in the cache, and stay there.
        """
        if not self._wanted:
            return
        (found,) = self.env.execute_query(
            SQL("SELECT %s", SQL(", ").join(self._select(model) for model in self._wanted))
        )
        for (model, (fields, _ids)), rows in zip(self._wanted.items(), found, strict=True):
            if rows:
                ids, *columns = zip(*rows, strict=True)
                records = self.env[model].browse(ids)
                for field, values in zip(fields, columns, strict=True):
                    field._insert_cache(records, values)

    def _missing(self, records, names):
        """Return the ids of those records of which one of the columns is not in the cache."""
        fields = [records._fields[name] for name in names]
        return {id_ for field in fields for id_ in field._cache_missing_ids(records)}

    def _want(self, model, names, ids):
        fields, arrays = self._wanted.setdefault(model, ({}, []))
        for name in names:
            field = self.env[model]._fields[name]
            if not field.store or field.type not in PLAIN or field.translate or field.company_dependent:
                raise ValueError(f"{field} cannot be read ahead")
            fields[field] = None
        arrays.append(ids)

    def _select(self, model):
        fields, arrays = self._wanted[model]
        columns = (SQL.identifier(field.name) for field in fields)
        return SQL(
            "(SELECT json_agg(json_build_array(id, %s)) FROM %s WHERE id = ANY(%s))",
            SQL(", ").join(columns),
            SQL.identifier(self.env[model]._table),
            SQL(" || ").join(arrays),
        )
