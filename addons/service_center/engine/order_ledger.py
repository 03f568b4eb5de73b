"""Hours and materials as technicians write them into a repair register."""

import re

_NUMBER = r"\d+(?:\.\d+)?"
_HOURS = re.compile(
    rf"(?:(?P<days>{_NUMBER})\s*(?:天|工日|个工日|days?|d))?\s*"
    rf"(?:(?P<hours>{_NUMBER})\s*(?:小时|个小时|时|工时|个工时|hours?|hrs?|h)?)?\s*"
    rf"(?:(?P<minutes>{_NUMBER})\s*(?:分钟|分|minutes?|mins?|min|m))?",
    re.IGNORECASE,
)
_MINUTES = re.compile(rf"(?P<minutes>{_NUMBER})\s*(?:分钟|分|minutes?|mins?|min|m)", re.IGNORECASE)
#: words for a share of an hour or a day, as (hours, days)
_WORDS = {
    "半小时": (0.5, 0),
    "半个小时": (0.5, 0),
    "一小时": (1, 0),
    "一个小时": (1, 0),
    "一个半小时": (1.5, 0),
    "两小时": (2, 0),
    "两个小时": (2, 0),
    "两个半小时": (2.5, 0),
    "三小时": (3, 0),
    "半天": (0, 0.5),
    "一天": (0, 1),
    "全天": (0, 1),
    "两天": (0, 2),
}
_UNITS = "平方米|公斤|米|个|只|支|套|块|片|把|副|根|条|樘|扇|卷|桶|瓶|盒|㎡|kg|pcs|m"
_SEPARATORS = re.compile(r"[、，,;；\n]+")
_ITEM = re.compile(
    rf"(?P<name>.*?)\s*(?:[×xX*＊]\s*(?P<times>{_NUMBER})\s*(?:{_UNITS})?|(?P<count>{_NUMBER})\s*(?:{_UNITS}))"
)


def parse_hours(text, day_hours=8.0):
    """Return the hours that ``text`` tells, None if it cannot be said.

    Reads ``2.5``, ``2小时30分``, ``90分钟``, ``半天``, ``1.5h``; a day has ``day_hours``.
    """
    text = "".join(text.split())
    if text in _WORDS:
        hours, days = _WORDS[text]
        return hours + days * day_hours
    match = _MINUTES.fullmatch(text) or _HOURS.fullmatch(text)
    if not match or not text:
        return None
    found = {name: float(value) for name, value in match.groupdict().items() if value}
    total = found.get("days", 0) * day_hours + found.get("hours", 0) + found.get("minutes", 0) / 60
    return round(total, 2)


def parse_materials(text):
    """Return [(name, quantity)] of the materials that ``text`` lists; one that has no number counts once.

    Reads ``滑轮×4、密封胶条6米，玻璃胶1支``; numbers that belong to the name stay in it (``5mm玻璃``).
    """
    found = []
    for part in _SEPARATORS.split(text):
        part = part.strip()
        match = _ITEM.fullmatch(part)
        quantity = float(match["times"] or match["count"]) if match else 0.0
        if match and match["name"].strip() and quantity > 0:
            found.append((match["name"].strip(), quantity))
        elif part:
            found.append((part, 1.0))
    return found
