import { _t } from "@web/core/l10n/translation";

/** Types of questions that are answered by choosing, so by digits. */
const CHOSEN = ["simple_choice", "multiple_choice", "scale", "matrix"];

/** Whether a question is asked, given the answers so far: some depend on what was chosen before. */
function visibleQuestions(questions, answers) {
    const chosen = new Set();
    const visible = [];
    for (const question of questions) {
        if (question.triggers.length && !question.triggers.some((id) => chosen.has(id))) {
            continue;
        }
        visible.push(question);
        if (["simple_choice", "multiple_choice"].includes(question.type)) {
            for (const id of answers[question.id] || []) {
                chosen.add(id);
            }
        }
    }
    return visible;
}

function scaleOptions(question) {
    const options = [];
    for (let value = question.low; value <= question.high; value++) {
        options.push({ value: String(value), label: String(value), key: String(value) });
    }
    return options;
}

/** A digit for each of the first ten choices: 1 to 9, then 0. */
function choiceOptions(choices) {
    return choices.map((choice, index) => ({
        value: choice.id,
        label: choice.label,
        problem: choice.problem,
        key: index < 10 ? String((index + 1) % 10) : "",
    }));
}

/**
 * The items that the caller goes through, one after the other: the questions (each line of a matrix is one),
 * the satisfaction if no question asks for it, and the notes.
 */
export function deskItems(callback, answers) {
    const items = [];
    for (const question of visibleQuestions(callback.questions, answers)) {
        const base = { question, required: question.required, several: question.several };
        if (question.type === "matrix") {
            question.rows.forEach((row, index) => {
                items.push({
                    ...base,
                    id: `${question.id}:${row.id}`,
                    kind: "choose",
                    row,
                    title: row.label,
                    heading: index ? "" : question.title,
                    options: choiceOptions(question.choices),
                });
            });
            continue;
        }
        items.push({
            ...base,
            id: String(question.id),
            kind: CHOSEN.includes(question.type) ? "choose" : question.type,
            title: question.title,
            options: question.type === "scale" ? scaleOptions(question) : choiceOptions(question.choices),
        });
    }
    if (callback.satisfactions.length) {
        items.push({
            id: "satisfaction",
            kind: "choose",
            title: _t("How satisfied is the customer?"),
            options: [...callback.satisfactions]
                .reverse()
                .map(([value, label]) => ({ value, label, key: value })),
        });
    }
    items.push({ id: "notes", kind: "text_box", title: _t("What was said") });
    return items;
}

/** The value of an item: a text, or a list of what was chosen. */
export function itemValue(item, draft) {
    if (item.id === "notes") {
        return draft.notes;
    }
    if (item.id === "satisfaction") {
        return draft.satisfaction ? [draft.satisfaction] : [];
    }
    const answer = draft.answers[item.question.id];
    if (item.row) {
        return answer?.[item.row.id] || [];
    }
    if (item.question.type === "scale") {
        return answer ? [answer] : [];
    }
    return answer ?? (item.kind === "choose" ? [] : "");
}

export function setItemValue(item, draft, value) {
    if (item.id === "notes") {
        draft.notes = value;
    } else if (item.id === "satisfaction") {
        draft.satisfaction = value[0] || false;
    } else if (item.row) {
        draft.answers[item.question.id] = {
            ...draft.answers[item.question.id],
            [item.row.id]: value,
        };
    } else if (item.question.type === "scale") {
        draft.answers[item.question.id] = value[0] || "";
    } else {
        draft.answers[item.question.id] = value;
    }
}

/**
 * What a digit chooses in an item: typing 1 and 0 gives 10 where a scale goes that far.
 *
 * @returns {Object|undefined} the option
 */
export function optionByDigit(item, digit, value) {
    if (item.question?.type === "scale" && digit === "0" && value[0] === "1") {
        const ten = item.options.find((option) => option.value === "10");
        if (ten) {
            return ten;
        }
    }
    return item.options.find((option) => option.key === digit);
}

/** Whether more digits may follow, so that the next item has to wait for Enter. */
export function awaitsDigit(item, option) {
    return item.question?.type === "scale" && item.question.high >= 10 && option.value === "1";
}
