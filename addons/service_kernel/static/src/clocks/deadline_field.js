import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { toLocaleDateTimeString } from "@web/core/l10n/dates";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { isPast, sayTimeLeft } from "./time_left";
import { useNow } from "./use_now";

/** A deadline in a list or on a card: how long there is left, the instant itself as a tooltip. */
export class DeadlineField extends Component {
    static template = "service_kernel.DeadlineField";
    static props = { ...standardFieldProps };

    setup() {
        this.clock = useNow();
    }

    get deadline() {
        return this.props.record.data[this.props.name];
    }

    get isLate() {
        return isPast(this.deadline, this.clock.now);
    }

    get left() {
        return sayTimeLeft(this.deadline, this.clock.now);
    }

    get instant() {
        return toLocaleDateTimeString(this.deadline);
    }
}

registry.category("fields").add("service_deadline", {
    component: DeadlineField,
    displayName: _t("Time left"),
    supportedTypes: ["datetime"],
    isEmpty: () => false,
});
