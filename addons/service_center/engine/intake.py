"""What comes in from outside: codes that people copy, and letters that no person wrote."""

#: letters and digits that nobody mistakes for one another
CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE_LENGTH = 12
_GROUP = 4


def make_code(choice):
    """Return a tracking code of 12 characters, about 59 bits.

    :param choice: returns a random element of a sequence, e.g. ``secrets.choice``
    """
    return "".join(choice(CODE_ALPHABET) for _position in range(CODE_LENGTH))


def show_code(code):
    """Return a code in groups of four, as people read and copy it."""
    return "-".join(code[start : start + _GROUP] for start in range(0, len(code), _GROUP))


def read_code(text):
    """Return a code as it is stored from what somebody typed: case, blanks and dashes do not matter."""
    return "".join(char for char in (text or "").upper() if char.isascii() and char.isalnum())


def dialled(text):
    """Return the digits of a telephone number, with a leading plus sign if it has one."""
    stripped = (text or "").strip()
    digits = "".join(char for char in stripped if char.isascii() and char.isdigit())[:20]
    return f"+{digits}" if stripped.startswith("+") and digits else digits


def is_auto_reply(headers):
    """Tell whether a mail is an automatic answer or came back undelivered (RFC 3834), from its headers.

    Mails of forms (``auto-generated``) are written by people and are none.

    :param headers: [(name, value)]
    """
    for name, value in headers:
        key, text = name.lower(), str(value or "").strip().lower()
        if key == "auto-submitted" and text.startswith("auto-replied"):
            return True
        if key in ("x-autoreply", "x-autorespond", "x-autoresponder") and text not in ("", "no", "false"):
            return True
        if key == "precedence" and text == "auto_reply":
            return True
        if key == "return-path" and text == "<>":
            return True
    return False
