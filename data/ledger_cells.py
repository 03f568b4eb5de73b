"""How people write dates, amounts, telephones and words into any register."""

FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


def date_cell(rng, day):
    return rng.choices(
        [
            day,
            f"{day.year}年{day.month}月{day.day}日",
            f"{day.year}/{day.month}/{day.day}",
            f"{day:%Y-%m-%d}",
            f"{day:%Y%m%d}",
            f"{day.year}.{day.month}.{day.day}",
            f"{day.year}年{day.month}月{day.day}日".translate(FULL_WIDTH),
        ],
        [40, 18, 14, 14, 6, 6, 2],
    )[0]


def moment_cell(rng, moment):
    if rng.random() < 0.35:
        return date_cell(rng, moment.date())
    day = f"{moment.year}年{moment.month}月{moment.day}日"
    return rng.choices(
        [
            moment,
            f"{moment.year}/{moment.month}/{moment.day} {moment.hour}:{moment:%M}",
            f"{moment:%Y-%m-%d %H:%M}",
            f"{moment:%Y-%m-%d %H:%M:00}",
            f"{day} {moment.hour}:{moment:%M}",
            f"{day}{moment.hour}时{moment.minute}分",
        ],
        [40, 20, 16, 8, 10, 6],
    )[0]


def amount_cell(rng, value):
    if value is None:
        return None
    plain = f"{value:.2f}".rstrip("0").rstrip(".")
    return rng.choices(
        [
            int(value) if value == int(value) else value,
            plain + "元",
            f"￥{value:,.2f}",
            f"¥{plain}",
            f"{value:,.2f}",
            plain.translate(FULL_WIDTH) + "元",
            plain + " 元",
            "RMB " + plain,
        ],
        [52, 16, 10, 6, 6, 3, 4, 3],
    )[0]


def phone_cell(rng, digits):
    if not digits or rng.random() < 0.04:
        return ""
    if digits.startswith("0"):
        line, _dash, extension = digits.rpartition("-")
        return rng.choice([digits, f"{line}转{extension}", digits.replace("-", " ", 1)])
    split = digits[:3], digits[3:7], digits[7:]
    return rng.choices(
        [
            digits,
            " ".join(split),
            "-".join(split),
            "+86 " + digits,
            "+86 " + "-".join(split),
            int(digits),
            digits.translate(FULL_WIDTH),
            digits + "  ",
        ],
        [46, 12, 12, 7, 5, 10, 3, 5],
    )[0]


def loose_cell(rng, text):
    """A word as typed: sometimes with blanks around it."""
    if text and isinstance(text, str):
        return text + rng.choices(["", " ", "\u3000"], [94, 4, 2])[0]
    return text


def long_cell(rng, text):
    """A description as typed: sometimes with a line break after the first sentence part."""
    return text.replace("，", "，\n", 1) if text and rng.random() < 0.05 else text
