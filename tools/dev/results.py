"""Counting what ran: pytest's XML, Odoo's log, and single checks."""

import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass, field

RECORD = re.compile(r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} \d+ ([A-Z]+) (\S+) (\S+?): (.*)$")
TOTAL = re.compile(r"(\d+) failed, (\d+) error\(s\) of (\d+) tests when loading database")
SKIPPED = re.compile(r"skipped (\S+) .*?: (.*)")


@dataclass
class Result:
    """What one stage found. A skipped test is a failed one, unless the browser was left out on purpose."""

    name: str
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    seconds: float = 0.0
    details: list = field(default_factory=list)

    def check(self, label, problems):
        """Count one check; `problems` is what it found, as text or lines."""
        text = problems if isinstance(problems, str) else "\n".join(problems)
        if text.strip():
            self.failed += 1
            self.details.append(f"{label}\n{_indent(text.rstrip())}")
        else:
            self.passed += 1

    def crash(self, text):
        self.failed += 1
        self.details.append(text)

    def add(self, part):
        """Count what a part of the stage found."""
        self.passed += part.passed
        self.failed += part.failed
        self.skipped += part.skipped
        self.seconds += part.seconds
        self.details += part.details

    @property
    def total(self):
        return self.passed + self.failed + self.skipped


@dataclass
class Record:
    """One record of an Odoo log; the lines of a traceback belong to the record before them."""

    level: str
    logger: str
    message: str


def records(text):
    """The records of an Odoo log."""
    found = []
    for line in text.splitlines():
        match = RECORD.match(line)
        if match:
            found.append(Record(match[1], match[3], match[4]))
        elif found:
            found[-1].message += "\n" + line
    return found


def complaints(text):
    """Warnings and errors of an Odoo log, as lines."""
    return [
        f"{record.level} {record.logger}: {record.message}"
        for record in records(text)
        if record.level in ("WARNING", "ERROR", "CRITICAL")
    ]


def add_odoo_log(result, text, exit_code):
    """Count the tests of an Odoo run by its log."""
    totals = TOTAL.findall(text)
    all_records = records(text)
    bad = sum(int(failed) + int(errors) for failed, errors, _ in totals)
    skips = [record.message for record in all_records if record.message.startswith("skipped ")]
    result.passed += max(0, sum(int(count) for *_, count in totals) - bad - len(skips))
    result.failed += bad
    result.skipped += len(skips)
    result.details += skips
    for record in all_records:
        if record.level == "ERROR" and record.message.startswith(("FAIL: ", "ERROR: ")):
            result.details.append(record.message.rstrip())
    if not totals or (exit_code and not bad):
        serious = [line for line in complaints(text) if not line.startswith("WARNING")]
        result.crash(
            "Odoo ended before its tests did\n" + _indent("\n".join(serious[-5:] or text.splitlines()[-20:]))
        )


def add_junit(result, path, exit_code, output, may_be_empty=False):
    """Count the tests of a pytest run by its XML; `output` is what it printed."""
    try:
        cases = list(ET.parse(path).getroot().iter("testcase"))
    except (OSError, ET.ParseError):
        result.crash(f"pytest ended with code {exit_code} and no report\n{_indent(output)}")
        return
    failed = sum(1 for case in cases if case.find("failure") is not None or case.find("error") is not None)
    skips = [case for case in cases if case.find("skipped") is not None]
    result.passed += len(cases) - failed - len(skips)
    result.failed += failed
    result.skipped += len(skips)
    if failed or skips:
        result.details.append(output.strip())
    if exit_code == 5 and may_be_empty:
        return
    if exit_code and not failed:
        result.crash(f"pytest ended with code {exit_code}\n{_indent(output)}")


def summary(results, skipped_is_failed=True):
    """The lines printed at the end, and whether all is well. The last one reads `N passed, M failed`."""
    lines = []
    passed = failed = tests = 0
    for result in results:
        bad = result.failed + (result.skipped if skipped_is_failed else 0)
        passed += result.passed
        failed += bad
        tests += result.total
        note = f", {result.skipped} skipped" if result.skipped else ""
        mark = "✗" if bad else "✓"
        counts = f"{result.passed:>5} passed, {result.failed} failed{note}"
        lines.append(f"{mark} {result.name:<13}{counts} ({result.seconds:.0f} s)")
    if not tests:
        lines.append("✗ no test was found")
        failed += 1
    lines.append(f"{passed} passed, {failed} failed")
    return lines, not failed


def _indent(text):
    return "\n".join(f"    {line}" for line in text.splitlines())
