import { browser } from "@web/core/browser/browser";

const PREFIX = "service_callback_desk.";

/** What was entered for a callback but not saved: it survives a reload of the page and an error. */
export function emptyDraft() {
    return { answers: {}, satisfaction: false, notes: "", nextAt: "", calledAt: 0 };
}

export function readDraft(id) {
    try {
        return { ...emptyDraft(), ...JSON.parse(browser.sessionStorage.getItem(PREFIX + id)) };
    } catch {
        return emptyDraft();
    }
}

export function writeDraft(id, draft) {
    try {
        browser.sessionStorage.setItem(PREFIX + id, JSON.stringify(draft));
    } catch {
        // a full or forbidden storage: the page itself still has what was entered
    }
}

export function dropDraft(id) {
    browser.sessionStorage.removeItem(PREFIX + id);
}
