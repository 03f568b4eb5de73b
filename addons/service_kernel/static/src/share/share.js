import { registry } from "@web/core/registry";
import { formatPercentage } from "@web/views/fields/formatters";

/**
 * A share in a pivot, from 0 to 1, as percentage. A share of nothing is shown as nothing: Odoo's own
 * formatter would say 0 %.
 */
export function formatShare(value, options) {
    return typeof value === "number" ? formatPercentage(value, options) : "";
}
formatShare.extractOptions = formatPercentage.extractOptions;

registry.category("formatters").add("service_share", formatShare);
