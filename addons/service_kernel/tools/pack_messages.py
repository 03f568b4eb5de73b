"""What is wrong with a policy pack: one sentence each, with the place and what to do."""

from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)

FAULTS = {
    "encoding": _lt("the characters are not UTF-8. Save the file as CSV UTF-8."),
    "file_too_large": _lt("the file is larger than %(limit)s MB."),
    "no_header": _lt("there is no line with column names."),
    "broken": _lt("this is no proper CSV: a quotation mark is missing or stands in the wrong place."),
    "too_many_rows": _lt("there are more than %(limit)s lines."),
    "too_many_columns": _lt("there are more than %(limit)s columns."),
    "delimiter": _lt("the columns have to be separated by commas."),
    "column_unnamed": _lt("column %(number)s has no name."),
    "column_twice": _lt("this column is there twice."),
    "cell_count": _lt("there are %(count)s cells, but %(expected)s columns."),
    "file_unknown": _lt("no installed addon loads such a file."),
    "file_meant": _lt("no installed addon loads such a file; did you mean “%(guess)s”?"),
    "column_unknown": _lt("there is no such column."),
    "column_meant": _lt("there is no such column; did you mean “%(guess)s”?"),
    "column_missing": _lt("this column is needed."),
    "lang_unknown": _lt("“%(value)s” is no language."),
    "missing": _lt("this is needed, but the cell is empty."),
    "integer": _lt("“%(value)s” is no whole number."),
    "number": _lt("“%(value)s” is no number; write it like 1999.5."),
    "boolean": _lt("“%(value)s” is neither 1 (yes) nor 0 (no)."),
    "date": _lt("“%(value)s” is no date; write it like 2026-01-31."),
    "choice": _lt("“%(value)s” is not possible; possible are: %(options)s."),
    "choice_meant": _lt("“%(value)s” is not possible; did you mean “%(guess)s”? Possible are: %(options)s."),
    "hours": _lt("“%(value)s” are no hours; write them like mon-fri 08:30-12:00 14:00-18:00."),
    "hours_overlap": _lt("hours of one day overlap: %(value)s."),
    "two_weeks": _lt("“%(value)s” has other hours every second week, which a policy pack cannot say."),
    "code_bad": _lt("a code cannot contain a semicolon or a line break."),
    "code_twice": _lt("“%(value)s” is there already: %(where)s."),
    "code_repeated": _lt("“%(value)s” is named twice."),
    "relation": _lt("no %(what)s has the code “%(value)s”."),
    "relation_meant": _lt("no %(what)s has the code “%(value)s”; did you mean “%(guess)s”?"),
    "relation_other": _lt("“%(value)s” is no part of this policy pack: export its policy pack, too."),
    "loop": _lt("“%(value)s” would be below itself."),
    "json": _lt("this is no proper JSON (character %(position)s)."),
    "format": _lt("format “%(value)s” is not known here, only %(known)s: the pack is for another version."),
    "key_unknown": _lt("there is no such key."),
    "key_meant": _lt("there is no such key; did you mean “%(guess)s”?"),
    "pack_code": _lt(
        "“%(value)s” is no code of a pack: small letters, digits and _, beginning with a letter."
    ),
    "pack_code_other": _lt("the code is “%(value)s”, but the folder is “%(expected)s”."),
    "pack_name": _lt('a text is needed, or texts by language: {"en_US": "…", "zh_CN": "…"}.'),
    "pack_version": _lt("a version is a text or a number."),
    "pack_currency": _lt("“%(value)s” is no currency; write it like CNY."),
    "pack_depends": _lt("this is a list of codes of packs."),
    "depends_missing": _lt("it needs the policy pack “%(value)s”, which is not loaded in the company."),
    "no_manifest": _lt("the file is missing, which names the pack."),
    "zip_too_large": _lt("The file is larger than %(limit)s MB."),
    "zip_too_many": _lt("It contains more than %(limit)s files."),
    "zip_broken": _lt("It is no ZIP file, or a damaged one."),
    "zip_empty": _lt("It is empty."),
    "zip_path": _lt("a file with this name or place cannot be part of a pack."),
    "zip_password": _lt("It is protected by a password."),
    "zip_folders": _lt("It contains several folders; a pack is one."),
    "zip_twice": _lt("It contains a file twice."),
    "zip_bomb": _lt("Unpacked it is larger than %(limit)s MB."),
}


def fault_text(env, fault):
    """The sentence for a ``Fault``, with file, line and column, in the language of ``env``."""
    if fault.code == "refused":
        what = fault.params["what"]  # what Odoo or a constraint said is a sentence already
    else:
        translated = env._(FAULTS[fault.code])
        what = translated % fault.params
    place = {"file": fault.file, "line": fault.line, "column": fault.column, "what": what}
    if not fault.file:
        return what
    if not fault.line:
        return env._("%(file)s: %(what)s", **place)
    if not fault.column:
        return env._("%(file)s, line %(line)s: %(what)s", **place)
    return env._("%(file)s, line %(line)s, column %(column)s: %(what)s", **place)
