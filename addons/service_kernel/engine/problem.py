"""What is wrong with one cell, as a code and its parameters (never a sentence: the reader's language is
not known here).
"""


class Problem(Exception):
    """A cell that cannot be read.

    ``code`` names the kind of problem, ``params`` holds plain values (str, int) that belong in the sentence.
    """

    def __init__(self, code, **params):
        super().__init__(code)
        self.code = code
        self.params = params

    def __eq__(self, other):
        return isinstance(other, Problem) and (self.code, self.params) == (other.code, other.params)

    def __hash__(self):
        return hash((self.code, tuple(sorted(self.params.items()))))

    def __repr__(self):
        return f"Problem({self.code!r}, {self.params!r})"


class BadCell:
    """A cell that the file itself cannot give a value for (a formula without a result, ``#REF!``).

    ``text`` is what the cell shows; parsing it raises ``Problem(code, value=text)``.
    """

    def __init__(self, code, text):
        self.code = code
        self.text = text

    def __repr__(self):
        return f"BadCell({self.code!r}, {self.text!r})"
