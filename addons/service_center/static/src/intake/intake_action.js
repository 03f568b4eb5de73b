import { Component, onWillStart, xml } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

/** Opens the quick form for a call: /odoo/service-intake?phone=… */
export class IntakeAction extends Component {
    static template = xml`<div class="o_service_intake"/>`;
    static props = { ...standardActionServiceProps };

    setup() {
        const action = useService("action");
        const orm = useService("orm");
        onWillStart(async () => {
            // not the router's state: it makes a number of it, without its plus sign or leading zero
            const phone = new URL(browser.location.href).searchParams.get("phone") || "";
            const opened = await orm.call("service.complaint", "action_intake", [], { phone });
            await action.doAction(opened, { clearBreadcrumbs: true });
        });
    }
}

registry.category("actions").add("service_center.intake", IntakeAction);
