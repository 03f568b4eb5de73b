"""What to tell a person about a file, a row or a cell: one sentence each, and what to do."""

from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)

FILE_MESSAGES = {
    "file_empty": _lt("The file is empty. Save the ledger again and choose the saved file."),
    "file_too_large": _lt(
        "The file has %(size)s MB; at most %(limit)s MB can be read. Remove pictures from it, or divide it "
        "by month."
    ),
    "file_password": _lt(
        "The file is protected by a password. Open it in your spreadsheet program, remove the password, "
        "save it as "
        "XLSX and choose it again."
    ),
    "file_old_xls": _lt(
        "This is a workbook in an old or binary format (.xls, .et, .xlsb). Open it in your spreadsheet "
        "program, save "
        "it as XLSX and choose the new file."
    ),
    "file_html": _lt(
        "This is a web page or XML file, although its name may say otherwise. Open it in your spreadsheet "
        "program, "
        "save it as XLSX and choose the new file."
    ),
    "file_other": _lt(
        "This is neither an XLSX nor a CSV file. Save the ledger as XLSX and choose the new file."
    ),
    "file_broken": _lt(
        "The file is damaged and cannot be read. Open it in your spreadsheet program, save it as a new "
        "XLSX file and "
        "choose that one."
    ),
    "file_bomb": _lt(
        "Unpacked, the file is larger than %(limit)s MB, which no ledger needs. Copy the rows into a new "
        "workbook, "
        "save it as XLSX and choose that one."
    ),
    "file_encoding": _lt(
        "The characters of this text file cannot be read. Save the ledger as XLSX, or as CSV in UTF-8, and "
        "choose "
        "the new file."
    ),
    "too_many_rows": _lt("The file has more than %(limit)s rows. Divide it, for example by year or month."),
    "too_many_columns": _lt("A row of the file has %(count)s columns; at most %(limit)s can be read."),
    "no_headings": _lt(
        "No row with headings was found in the first %(rows)s rows. The headings have to stand in one row "
        "above the "
        "data, at least two of them named as in the template. Download the template to see how."
    ),
    "no_rows": _lt("There are headings but no rows below them. Choose a ledger with at least one row."),
}

CELL_MESSAGES = {
    "missing": _lt("This is needed, but the cell is empty."),
    "text_too_long": _lt("The text has %(length)s characters; at most %(limit)s are possible."),
    "too_many_names": _lt("The cell has %(count)s names; at most %(limit)s are possible."),
    "cell_formula": _lt(
        "The formula %(value)s has no stored result. Open the file in your spreadsheet program and save "
        "it, or enter "
        "the value itself."
    ),
    "cell_error": _lt("The cell shows the error %(value)s instead of a value."),
    "date_no_year": _lt("“%(value)s” has no year."),
    "date_no_day": _lt("“%(value)s” has no day."),
    "date_impossible": _lt("There is no such day: “%(value)s”."),
    "date_ambiguous": _lt(
        "“%(value)s” can be more than one day. Write year-month-day, for example 2025-03-05."
    ),
    "date_out_of_range": _lt("“%(value)s” is not between the years %(first)s and %(last)s."),
    "date_number": _lt(
        "The number %(value)s is no date. Write it as year-month-day, for example 2025-03-05."
    ),
    "date_unreadable": _lt(
        "“%(value)s” is not understood as a date. Write it like 2025-03-05 or 2025年3月5日."
    ),
    "time_unreadable": _lt("The time in “%(value)s” is not understood. Write it like 2025-03-05 14:30."),
    "time_impossible": _lt("There is no such time of day: “%(value)s”."),
    "time_ambiguous_half": _lt("The hour in “%(value)s” can be more than one. Write it like 14:30."),
    "time_skipped": _lt(
        "The clocks skipped this hour: “%(value)s”. Write the time with its offset, like +08:00."
    ),
    "time_twice": _lt(
        "The clocks showed this hour twice: “%(value)s”. Write the time with its offset, like +08:00."
    ),
    "amount_unreadable": _lt("“%(value)s” is not understood as an amount. Write it like 1280.50."),
    "amount_ambiguous": _lt("“%(value)s” can be two amounts. Write it without a separator of thousands."),
    "amount_approximate": _lt("“%(value)s” is only an estimate. Write one amount."),
    "amount_currency": _lt("“%(value)s” is in another currency. Write the amount in the company's currency."),
    "amount_too_large": _lt("“%(value)s” is too large an amount."),
    "phone_scientific": _lt(
        "“%(value)s” is a rounded number: its digits are lost. Format the column as text and enter the "
        "number again."
    ),
    "phone_masked": _lt("“%(value)s” hides some digits. Enter the whole number, or leave the cell empty."),
    "phone_several": _lt("“%(value)s” is more than one number. Leave the one to call in this cell."),
    "phone_too_short": _lt("“%(value)s” has only %(count)s digits."),
    "phone_too_long": _lt("“%(value)s” has %(count)s digits, more than any telephone number."),
    "phone_invalid": _lt("“%(value)s” is no valid telephone number (%(count)s digits)."),
    "phone_unreadable": _lt("“%(value)s” is not understood as a telephone number."),
    "email_invalid": _lt("“%(value)s” is no e-mail address."),
    "choice_unknown": _lt(
        "“%(value)s” is not among the possible values; see the second sheet of the template."
    ),
    "choice_unknown_kept": _lt("“%(value)s” is not among the possible values; the text is kept as a note."),
    "relation_ambiguous": _lt("“%(value)s” fits %(count)s records. Write the whole path, or the code."),
    "relation_ambiguous_kept": _lt("“%(value)s” fits %(count)s records; the text is kept as a note."),
    "relation_unknown_listed": _lt(
        "“%(value)s” does not exist. Correct the name, or have it created (“Create missing”)."
    ),
    "relation_unknown_kept": _lt("“%(value)s” was not found; the text is kept as a note."),
    "row_repeated": _lt("The same as row %(row)s of this file; skipped."),
    "row_imported": _lt("Imported already as %(record)s; skipped."),
    "number_twice": _lt("Row %(row)s has the same ledger number but says something else."),
    "number_imported": _lt("%(record)s was imported with this ledger number but says something else."),
}


def sentence(env, messages, code, params):
    """The sentence for ``code`` in the language of ``env``; the code itself when nobody has a sentence
    for it.
    """
    message = messages.get(code)
    if message is None:
        return code
    translated = env._(message)
    return translated % params
