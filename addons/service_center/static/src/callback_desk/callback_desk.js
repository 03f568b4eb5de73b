import { Component, markup, onWillStart, useEffect, useExternalListener, useRef, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { Dialog } from "@web/core/dialog/dialog";
import { useHotkey } from "@web/core/hotkeys/hotkey_hook";
import {
    deserializeDateTime,
    formatDate,
    serializeDateTime,
    toLocaleDateTimeString,
} from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { RPCError } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { user } from "@web/core/user";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { CallbackItem } from "./callback_item";
import { CallbackStory } from "./callback_story";
import { dropDraft, emptyDraft, readDraft, writeDraft } from "./draft";
import { awaitsDigit, deskItems, itemValue, optionByDigit, setItemValue } from "./items";

const { DateTime } = luxon;
const INPUT_FORMAT = "yyyy-MM-dd'T'HH:mm";
const TICK = 15000;

/** The keys of the screen, for those who ask. */
export class CallbackKeysDialog extends Component {
    static template = "service_center.CallbackKeys";
    static components = { Dialog };
    static props = { keys: Array, close: Function };

    get title() {
        return _t("Keys");
    }
}

/** The caller's screen: the queue, and the callback that is being made, all by keyboard. */
export class CallbackDesk extends Component {
    static template = "service_center.CallbackDesk";
    static components = { CallbackItem, CallbackStory };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.dialog = useService("dialog");
        this.ui = useService("ui");
        this.later = useRef("later");
        this.main = useRef("main");
        this.state = useState({
            rows: [],
            counts: {},
            callback: false,
            draft: emptyDraft(),
            active: "",
            errors: {},
            message: "",
            notices: [],
            isBusy: false,
            asksForTime: false,
            showQueue: false,
            now: DateTime.now(),
        });
        onWillStart(async () => {
            await this.open(() => this.firstOpened());
        });
        useEffect(
            () => {
                const timer = setInterval(() => (this.state.now = DateTime.now()), TICK);
                return () => clearInterval(timer);
            },
            () => []
        );
        useEffect(
            (asks) => {
                if (asks) {
                    this.later.el.focus();
                }
            },
            () => [this.state.asksForTime]
        );
        for (const [key, run] of Object.entries(this.hotkeys)) {
            useHotkey(key, run);
        }
        useExternalListener(window, "keydown", (ev) => this.onKeydown(ev));
    }

    // What is shown
    get callback() {
        return this.state.callback;
    }

    get items() {
        return deskItems(this.callback, this.state.draft.answers);
    }

    get groups() {
        const labels = {
            calling: _t("In progress"),
            overdue: _t("Overdue"),
            window: _t("Likes to be called now"),
            today: _t("Due today"),
            address: _t("Without number or address"),
        };
        return Object.entries(labels)
            .map(([bucket, label]) => ({
                bucket,
                label,
                rows: this.state.rows.filter((row) => row.bucket === bucket),
            }))
            .filter((group) => group.rows.length);
    }

    get outcomes() {
        return [
            { key: "d", outcome: "reached", result: "fine", label: _t("Done"), style: "btn-primary" },
            { key: "p", outcome: "reached", result: "problem", label: _t("Problem"), style: "btn-danger" },
            { key: "g", outcome: "reached", result: "praise", label: _t("Praise"), style: "btn-success" },
            { key: "n", outcome: "no_answer", label: _t("No Answer") },
            { key: "e", outcome: "busy", label: _t("Engaged") },
            { key: "a", outcome: "later", label: _t("Another Time") },
            { key: "w", outcome: "wrong_number", label: _t("Wrong Number") },
            { key: "x", outcome: "refused", label: _t("Does Not Want to Talk") },
        ];
    }

    get script() {
        return markup(this.callback.script);
    }

    get localTime() {
        return this.inWords(this.state.now.setZone(this.callback.customer.zone));
    }

    get telephone() {
        return `tel:${this.callback.customer.phone.replace(/[^\d+*#]/g, "")}`;
    }

    get duration() {
        const { calledAt } = this.state.draft;
        return calledAt ? this.state.now.diff(DateTime.fromMillis(calledAt)).toFormat("m:ss") : "";
    }

    get keys() {
        const outcomes = this.callback ? this.outcomes : [];
        return [
            ["C", _t("Call the number")],
            ["1 … 9, 0", _t("Choose an answer")],
            ["Enter, ↓ / ↑", _t("Next item / the one before")],
            ["T", _t("Write notes; Ctrl+Enter or Esc ends them")],
            ...outcomes.map((one) => [one.key.toUpperCase(), one.label]),
            ["S", _t("Skip: the callback goes back, the next one opens")],
            ["R", _t("Read the queue again")],
            ["O", _t("Open the first document of the story; Tab goes on")],
            ["?", _t("Show these keys")],
        ];
    }

    time(value) {
        return deserializeDateTime(value).toFormat("HH:mm");
    }

    moment(value) {
        return value ? toLocaleDateTimeString(deserializeDateTime(value), { showSeconds: false }) : "";
    }

    /** Hours of today, or of another day with its date. */
    hours({ window_from, window_to }) {
        const start = deserializeDateTime(window_from);
        const day = start.hasSame(this.state.now, "day") ? "" : `${formatDate(start)} `;
        return `${day}${start.toFormat("HH:mm")}–${this.time(window_to)}`;
    }

    day(value) {
        return value ? formatDate(deserializeDateTime(value)) : "";
    }

    value(item) {
        return itemValue(item, this.state.draft);
    }

    // Opening
    firstOpened() {
        const id = this.props.action.params?.callback_id;
        return id ? this.orm.call("service.callback", "open_desk", [[id]]) : this.next();
    }

    next(after) {
        return this.orm.call("service.callback", "open_next", [], { after: after || false });
    }

    /** Open what `ask` gets from the server; the queue is read afterwards, while the caller goes on. */
    async open(ask) {
        await this.attempt(async () => {
            const { callback, notices } = await ask();
            this.show(callback);
            this.state.notices = notices;
        });
        await this.readQueue();
    }

    show(callback) {
        Object.assign(this.state, {
            callback,
            draft: callback ? readDraft(callback.id) : emptyDraft(),
            errors: {},
            message: "",
            asksForTime: false,
            showQueue: false,
        });
        this.openedAt = Date.now();
        if (callback) {
            const empty = this.items.find((item) => !this.value(item).length && item.id !== "notes");
            this.state.active = empty ? empty.id : "";
        }
        this.main.el?.scrollTo({ top: 0 });
    }

    async readQueue() {
        Object.assign(this.state, await this.orm.call("service.callback", "get_desk", []));
    }

    async choose({ id, bucket, partner_id }) {
        if (bucket === "address") {
            browser.open(`/odoo/res.partner/${partner_id}`, "_blank");
            return;
        }
        if (id === this.callback.id) {
            this.state.showQueue = false;
            return;
        }
        await this.open(async () => {
            await this.putBack();
            return this.orm.call("service.callback", "open_desk", [[id]]);
        });
    }

    async skip() {
        const { id } = this.callback;
        await this.open(async () => {
            await this.putBack();
            return this.next(id);
        });
    }

    async putBack() {
        if (this.callback) {
            await this.orm.call("service.callback", "action_put_back", [[this.callback.id]]);
        }
    }

    async refresh() {
        await (this.callback ? this.attempt(() => this.readQueue()) : this.open(() => this.next()));
    }

    /** Run one thing at a time; what the server refuses is said on the page, and nothing is lost. */
    async attempt(run) {
        if (this.state.isBusy) {
            return;
        }
        this.state.isBusy = true;
        this.state.message = "";
        try {
            await run();
        } catch (error) {
            if (!(error instanceof RPCError)) {
                throw error;
            }
            this.state.message = error.data?.message || error.message;
        } finally {
            this.state.isBusy = false;
        }
    }

    // Entering
    keep() {
        if (this.callback) {
            writeDraft(this.callback.id, this.state.draft);
        }
    }

    /** Make an item the active one; its text field has the focus at once, so that no letter becomes a key. */
    activate(id) {
        this.state.active = id;
        const input = id && this.main.el?.querySelector(`[data-item="${id}"] :is(input, textarea)`);
        if (input) {
            input.focus();
        } else if (this.main.el?.contains(document.activeElement)) {
            document.activeElement.blur();
        }
    }

    /** Go to the item after (or before) the active one; after the last one the outcome is chosen. */
    move(step) {
        const items = this.items;
        const place = items.findIndex((item) => item.id === this.state.active);
        let target = place + step;
        if (place < 0) {
            target = step > 0 ? 0 : items.length - 1;
        }
        this.activate(items[target]?.id || "");
    }

    /** After a choice: the next item that is not answered yet; notes are written on demand. */
    moveOn(item) {
        const items = this.items;
        const rest = items.slice(items.findIndex((one) => one.id === item.id) + 1);
        const next = rest.find((one) => one.id !== "notes");
        this.activate(next ? next.id : "");
    }

    set(item, value) {
        setItemValue(item, this.state.draft, value);
        delete this.state.errors[item.question ? item.question.id : item.id];
        this.keep();
    }

    pick(item, option) {
        const value = this.value(item);
        this.activate(item.id);
        if (item.several) {
            const others = value.filter((one) => one !== option.value);
            this.set(item, others.length < value.length ? others : [...value, option.value]);
            return;
        }
        this.set(item, [option.value]);
        if (!awaitsDigit(item, option)) {
            this.moveOn(item);
        }
    }

    leave(item, isDone) {
        if (isDone && item.id !== "notes") {
            this.move(1);
        } else {
            this.activate("");
        }
    }

    call() {
        if (!this.state.draft.calledAt) {
            this.state.draft.calledAt = Date.now();
            this.state.now = DateTime.now();
            this.keep();
        }
    }

    // Keys
    get hotkeys() {
        const keys = {
            c: () => this.main.el.querySelector(".o_service_desk_phone")?.click(),
            t: () => this.activate("notes"),
            s: () => this.skip(),
            r: () => this.refresh(),
            o: () => this.main.el.querySelector(".o_service_desk_story a")?.focus(),
            enter: () => this.move(1),
            arrowdown: () => this.move(1),
            arrowup: () => this.move(-1),
            escape: () => this.cancelTime(),
        };
        for (const key of "dpgneawx") {
            keys[key] = () => {
                const outcome = this.outcomes.find((one) => one.key === key);
                return outcome && this.end(outcome);
            };
        }
        return Object.fromEntries(
            Object.entries(keys).map(([key, run]) => [
                key,
                () => (this.callback || key === "r" ? run() : undefined),
            ])
        );
    }

    /** Digits, also of the number pad, and the question mark: the hotkey service knows neither of these. */
    onKeydown(ev) {
        const isText = ev.target.matches?.("input, textarea, select") || ev.target.isContentEditable;
        if (isText || ev.ctrlKey || ev.altKey || ev.metaKey || this.ui.activeElement !== document) {
            return;
        }
        if (ev.key === "?") {
            this.help();
        } else if (/^\d$/.test(ev.key) && this.callback) {
            const item = this.items.find((one) => one.id === this.state.active);
            const option = item?.kind === "choose" && optionByDigit(item, ev.key, this.value(item));
            if (option) {
                this.pick(item, option);
            }
        } else {
            return;
        }
        ev.preventDefault();
    }

    help() {
        this.dialog.add(CallbackKeysDialog, { keys: this.keys });
    }

    // Saving
    async end(outcome) {
        if (outcome.outcome === "later" && !this.state.asksForTime) {
            const { later_at } = this.callback;
            this.state.draft.nextAt ||= later_at ? deserializeDateTime(later_at).toFormat(INPUT_FORMAT) : "";
            this.state.asksForTime = true;
            return;
        }
        const { id } = this.callback;
        const { draft } = this.state;
        let isSaved = false;
        await this.attempt(async () => {
            const { errors } = await this.orm.call("service.callback", "save_desk", [
                [id],
                {
                    outcome: outcome.outcome,
                    result: outcome.result || false,
                    satisfaction: draft.satisfaction,
                    notes: draft.notes,
                    answers: draft.answers,
                    seconds: Math.round((Date.now() - (draft.calledAt || this.openedAt)) / 1000),
                    next_at: this.nextAt,
                },
            ]);
            this.state.errors = errors;
            isSaved = !Object.keys(errors).length;
        });
        if (isSaved) {
            dropDraft(id);
            await this.open(() => this.next(id));
        } else {
            this.goToError();
        }
    }

    get laterTime() {
        return DateTime.fromFormat(this.state.draft.nextAt || "", INPUT_FORMAT);
    }

    get nextAt() {
        const time = this.laterTime;
        return this.state.asksForTime && time.isValid ? serializeDateTime(time) : false;
    }

    /** What the customer's clock shows at the time entered; nothing where it shows the same. */
    get laterForCustomer() {
        const time = this.laterTime;
        const theirs = time.setZone(this.callback.customer.zone);
        return time.isValid && theirs.offset !== time.offset ? this.inWords(theirs) : "";
    }

    inWords(time) {
        return time.toFormat("ccc HH:mm", { locale: user.lang });
    }

    goToError() {
        const { errors } = this.state;
        const item = this.items.find((one) => errors[one.question ? one.question.id : one.id]);
        if (item) {
            this.activate(item.id);
        }
    }

    error(item) {
        return this.state.errors[item.question ? item.question.id : item.id] || "";
    }

    confirmTime() {
        return this.end(this.outcomes.find((one) => one.outcome === "later"));
    }

    cancelTime() {
        this.state.asksForTime = false;
    }

    onTimeKeydown(ev) {
        if (ev.key === "Enter") {
            ev.preventDefault();
            this.confirmTime();
        } else if (ev.key === "Escape") {
            ev.preventDefault();
            this.cancelTime();
        }
    }
}

registry.category("actions").add("service_callback_desk", CallbackDesk);
