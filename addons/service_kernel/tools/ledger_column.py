"""One column of a ledger, as a model that takes ledgers describes it."""

from dataclasses import dataclass, field

#: what a column may be instead of a field
NOTE, IGNORE = "note", "ignore"

#: headings that are no data in any ledger
IGNORED_HEADINGS = (
    "序号",
    "行号",
    "序",
    "次序",
    "serial",
    "s/n",
    "sn",
    "seq",
    "row",
    "line",
    "#",
    "导入问题/Problems",
    "导入问题",
    "Problems",
)
#: headings whose cells belong to the case but to no field: kept as a note without asking
NOTED_HEADINGS = (
    "备注", "备考", "小票号", "购物小票号", "小票",
    "Remarks", "Remark", "Notes", "Note", "Comments", "Receipt No.",
)  # fmt: skip
PROBLEM_HEADING = "导入问题/Problems"

KINDS = ("text", "date", "datetime", "amount", "phone", "email", "selection", "relation", "names")


@dataclass(frozen=True)
class LedgerColumn:
    """``code``: stable name; ``label``: heading in the reader's language; ``kind``: see
    ``engine.cells.parse_cell``.

    ``synonyms``: headings by which the column is known, in any language; ``choices``: ``{value: words}``
    of a selection, ``maybe``: headings that mean it where the cells hold these words; ``limit``:
    characters of a text; ``help`` and ``example`` are for the template.
    """

    code: str
    label: str
    kind: str = "text"
    required: bool = False
    synonyms: tuple = ()
    choices: dict = field(default_factory=dict)
    maybe: tuple = ()
    limit: int = 500
    help: str = ""
    example: str = ""


def column_maker(headings):
    """Return the function that makes the columns of one list: code, label, kind and other options.

    :param headings: ``{code: headings by which the column is known}``
    """

    def column(code, label, kind="text", **options):
        return LedgerColumn(code, label, kind, synonyms=headings[code], **options)

    return column
