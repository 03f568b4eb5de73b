import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { Dialog } from "@web/core/dialog/dialog";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

/** Shows why a document was decided as it was: sentences that the server made in the reader's language. */
export class WhyDialog extends Component {
    static template = "service_kernel.WhyDialog";
    static components = { Dialog };
    static props = { decisions: Array, close: Function };

    get title() {
        return _t("Why?");
    }
}

/** A button that asks the server why the document of the form is as it is. */
export class WhyButton extends Component {
    static template = "service_kernel.WhyButton";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.dialog = useService("dialog");
    }

    async onClick() {
        const { resModel, resId } = this.props.record;
        const decisions = await this.orm.call(resModel, "get_explanation", [resId]);
        this.dialog.add(WhyDialog, { decisions });
    }
}

registry.category("view_widgets").add("service_why", { component: WhyButton });
