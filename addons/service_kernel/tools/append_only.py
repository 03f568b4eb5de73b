"""Rows that stay as they are: triggers of the database, which no screen and no API gets around."""

from odoo.tools import SQL

_FUNCTION = SQL(
    """
    CREATE OR REPLACE FUNCTION service_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION USING
            ERRCODE = 'integrity_constraint_violation',
            MESSAGE = TG_TABLE_NAME || ': rows are append-only';
    END $$
    """
)


def protect(env, table, columns, when=None):
    """Forbid deleting rows of ``table`` and changing ``columns`` of them (decisions 13); may be repeated.

    :param when: ``SQL`` condition on ``OLD``: only such rows are protected; all of them without it
    """
    unprotect(env, table)
    env.cr.execute(_FUNCTION)
    name, content = SQL.identifier(f"{table}_append_only"), SQL(", ").join(map(SQL.identifier, columns))
    env.cr.execute(
        SQL(
            "CREATE TRIGGER %s BEFORE DELETE OR UPDATE OF %s ON %s"
            " FOR EACH ROW WHEN (%s) EXECUTE FUNCTION service_refuse_change()",
            name,
            content,
            SQL.identifier(table),
            when or SQL("TRUE"),
        )
    )


def protect_steps(env, table, columns, refused):
    """Forbid changes of ``columns`` of ``table`` for which ``refused`` holds; may be repeated.

    For what may be changed once, as from nothing to something, beside what ``protect`` keeps for good.

    :param refused: ``SQL`` condition on ``OLD`` and ``NEW``
    """
    _drop(env, table, f"{table}_steps")
    env.cr.execute(_FUNCTION)
    env.cr.execute(
        SQL(
            "CREATE TRIGGER %s BEFORE UPDATE OF %s ON %s"
            " FOR EACH ROW WHEN (%s) EXECUTE FUNCTION service_refuse_change()",
            SQL.identifier(f"{table}_steps"),
            SQL(", ").join(map(SQL.identifier, columns)),
            SQL.identifier(table),
            refused,
        )
    )


def unprotect(env, table):
    """Take the protection of ``table`` away, as far as it is there."""
    for name in (f"{table}_append_only", f"{table}_steps"):
        _drop(env, table, name)


def _drop(env, table, name):
    env.cr.execute(SQL("DROP TRIGGER IF EXISTS %s ON %s", SQL.identifier(name), SQL.identifier(table)))


def drop_function(env):
    """Remove what the triggers call; none may be left."""
    env.cr.execute(SQL("DROP FUNCTION IF EXISTS service_refuse_change()"))
