"""What a newer pack may change in a record, and what the company has changed itself and keeps.

Three sides per value: what the pack says now (``new``), what it said when it was last loaded (``given``) and
was stored as (``stored``: rounded, cleaned), and what the record says (``current``). A value that the company
has not touched follows the pack; one that it has changed stays.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Merge:
    """``write``: {column: value} that follows the pack; ``kept``: {column: (current, new)} that stays."""

    write: dict
    kept: dict

    @property
    def outcome(self):
        """updated, kept or unchanged; a record of which a part is written counts as updated."""
        return "updated" if self.write else "kept" if self.kept else "unchanged"


def merge(new, given, stored, current, baseline):
    """Return the ``Merge`` of one record.

    ``baseline`` holds, for columns that the pack gives for the first time, the value of a record that nobody
    has touched.
    """
    write, kept = {}, {}
    for name, value in new.items():
        untouched = stored[name] if name in stored else baseline[name]
        if value == current[name] or (name in given and current[name] == untouched and value == given[name]):
            continue
        if current[name] == untouched:
            write[name] = value
        else:
            kept[name] = (current[name], value)
    return Merge(write, kept)


def is_untouched(stored, current):
    """Tell whether the company has left a record as the pack gave it."""
    return all(current.get(name) == value for name, value in stored.items())
