"""What a decision of an engine looks like: codes and plain values, never a sentence (decisions 9)."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Rejected:
    """A rule, flag or wish that did not decide, and why: ``because`` with its ``params`` (plain values)."""

    rule: str
    because: str
    params: dict

    def as_json(self):
        """Return it as an explanation keeps it."""
        return {"rule": self.rule, "because": {"code": self.because, "params": self.params}}


@dataclass(frozen=True)
class Decision:
    """``decision`` tells how it came about, ``value`` what was decided, ``rule`` the code of what decided."""

    decision: str
    value: object
    rule: str | None
    rejected: tuple = ()
