import { _t } from "@web/core/l10n/translation";

const { DateTime } = luxon;

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Time left until a deadline, or the time since it has passed, in the largest unit that says enough. */
export function sayTimeLeft(deadline, now = DateTime.now()) {
    const seconds = Math.round((deadline.toMillis() - now.toMillis()) / 1000);
    const size = Math.abs(seconds);
    const isLate = seconds < 0;
    if (size < MINUTE) {
        return isLate ? _t("just overdue") : _t("in less than a minute");
    }
    if (size < HOUR) {
        const count = Math.floor(size / MINUTE);
        return isLate ? _t("%s min overdue", count) : _t("in %s min", count);
    }
    if (size < 2 * DAY) {
        const count = Math.floor(size / HOUR);
        return isLate ? _t("%s h overdue", count) : _t("in %s h", count);
    }
    const count = Math.floor(size / DAY);
    return isLate ? _t("%s d overdue", count) : _t("in %s d", count);
}

export function isPast(deadline, now = DateTime.now()) {
    return deadline.toMillis() < now.toMillis();
}
