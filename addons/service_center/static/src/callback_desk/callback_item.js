import { Component, useEffect, useRef } from "@odoo/owl";
import { deserializeDateTime, serializeDateTime } from "@web/core/l10n/dates";

const { DateTime } = luxon;
const INPUT_FORMAT = "yyyy-MM-dd'T'HH:mm";

/** One item that the caller goes through: a question, the satisfaction, or the notes. */
export class CallbackItem extends Component {
    static template = "service_center.CallbackItem";
    static props = {
        item: Object,
        value: [Array, String],
        active: Boolean,
        error: { type: String, optional: true },
        onChoose: Function,
        onInput: Function,
        onActivate: Function,
        onLeave: Function,
    };

    setup() {
        this.root = useRef("root");
        this.input = useRef("input");
        useEffect(
            (active) => {
                if (!active) {
                    return;
                }
                this.root.el.scrollIntoView({ block: "nearest" });
                this.input.el?.focus();
            },
            () => [this.props.active]
        );
    }

    get inputType() {
        return { numerical_box: "number", date: "date", datetime: "datetime-local" }[this.props.item.kind] || "text";
    }

    /** Times are kept in UTC, as the server reads them, and shown in the user's time zone. */
    get inputValue() {
        const { item, value } = this.props;
        if (item.kind === "datetime" && value) {
            return deserializeDateTime(value).toFormat(INPUT_FORMAT);
        }
        return value;
    }

    isChosen(option) {
        return this.props.value.includes(option.value);
    }

    onInput(ev) {
        let value = ev.target.value;
        if (this.props.item.kind === "datetime" && value) {
            value = serializeDateTime(DateTime.fromFormat(value, INPUT_FORMAT));
        }
        this.props.onInput(value);
    }

    onKeydown(ev) {
        if (ev.isComposing) {
            return;
        }
        const isText = this.props.item.kind === "text_box";
        if (ev.key === "Enter" && (!isText || ev.ctrlKey || ev.metaKey)) {
            ev.preventDefault();
            this.props.onLeave(true);
        } else if (ev.key === "Escape") {
            ev.preventDefault();
            this.props.onLeave(false);
        }
    }
}
