import { Component } from "@odoo/owl";
import { deserializeDate, formatDate } from "@web/core/l10n/dates";

/** The customer's story beside the call: what happened, with links that open in another tab. */
export class CallbackStory extends Component {
    static template = "service_center.CallbackStory";
    static props = { blocks: Array };

    day(value) {
        return value ? formatDate(deserializeDate(value)) : "";
    }

    address(row) {
        return `/odoo/${row.res_model}/${row.res_id}`;
    }
}
