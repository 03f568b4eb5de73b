"""Mails that no person wrote: answers of absence, lists, robots. They take nothing up again."""

import re

_PRECEDENCE = {"bulk", "junk", "list", "auto_reply"}
_PRESENT = ("x-autoreply", "x-autorespond", "x-auto-reply", "x-autoreply-from", "x-mail-autoreply", "list-id")
_SUBJECT = re.compile(
    r"^\s*(?:automatic reply|auto[- ]?reply|out of (?:the )?office|自动回复|自動回覆|自动答复)", re.IGNORECASE
)


def is_automatic(headers):
    """Whether a mail with these headers was written by a program.

    :param headers: pairs of name and value
    """
    by_name = {name.lower(): str(value).strip().lower() for name, value in headers}
    if by_name.get("auto-submitted", "no").split(";")[0].strip() not in ("", "no"):
        return True
    if by_name.get("precedence") in _PRECEDENCE or by_name.get("return-path") == "<>":
        return True
    return any(name in by_name for name in _PRESENT) or bool(_SUBJECT.match(by_name.get("subject", "")))
