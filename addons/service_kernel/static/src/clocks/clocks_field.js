import { Component, useState } from "@odoo/owl";
import { deserializeDateTime, toLocaleDateTimeString } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { isPast, sayTimeLeft } from "./time_left";
import { useNow } from "./use_now";

const BADGES = {
    running: "text-bg-info",
    paused: "text-bg-secondary",
    met: "text-bg-success",
    breached: "text-bg-danger",
    cancelled: "text-bg-light",
};
const ICONS = {
    running: "fa-clock-o",
    paused: "fa-pause",
    met: "fa-check",
    breached: "fa-exclamation-triangle",
    cancelled: "fa-ban",
};

/** The time limits of a case, a line each, and buttons for the milestones that people tell of. */
export class ClocksField extends Component {
    static template = "service_kernel.ClocksField";
    static props = { ...standardFieldProps };

    setup() {
        this.orm = useService("orm");
        this.clock = useNow();
        this.busy = useState({ code: null });
    }

    get lines() {
        return (this.props.record.data[this.props.name] || []).map((clock) => this.line(clock));
    }

    get milestones() {
        return this.props.record.data.sla_milestones || [];
    }

    line(clock) {
        const deadline = deserializeDateTime(clock.deadline);
        const instant = (text) => toLocaleDateTimeString(deserializeDateTime(text));
        // the server looks at a deadline once a minute; who reads it need not wait for that
        const isLate = clock.state === "breached" || (clock.state === "running" && isPast(deadline, this.clock.now));
        const state = isLate ? "breached" : clock.state;
        let note = "";
        if (clock.reached_at) {
            note = _t("reached %s", instant(clock.reached_at));
        } else if (clock.paused_at) {
            note = _t("waiting since %s", instant(clock.paused_at));
        } else if (clock.is_open) {
            note = sayTimeLeft(deadline, this.clock.now);
        }
        return {
            ...clock,
            deadline: instant(clock.deadline),
            note,
            noteClass: isLate && clock.is_open ? "text-danger fw-bold" : "text-muted",
            stateName: isLate && clock.is_open ? _t("Overdue") : clock.state_name,
            badge: BADGES[state],
            icon: ICONS[state],
        };
    }

    async onReach(milestone) {
        if (this.busy.code) {
            return;
        }
        this.busy.code = milestone.code;
        try {
            const { record } = this.props;
            if (await record.save()) {
                await this.orm.call(record.resModel, "action_reach_milestone", [[record.resId], milestone.code]);
                await record.load();
            }
        } finally {
            this.busy.code = null;
        }
    }
}

registry.category("fields").add("service_clocks", {
    component: ClocksField,
    displayName: _t("Time limits"),
    supportedTypes: ["json"],
    fieldDependencies: [{ name: "sla_milestones", type: "json" }],
    isEmpty: () => false,
});
