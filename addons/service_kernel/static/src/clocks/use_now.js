import { onMounted, onWillUnmount, useState } from "@odoo/owl";

const { DateTime } = luxon;
const EVERY = 30_000;

/** The present time, moving on while the component is shown: `state.now`. */
export function useNow() {
    const state = useState({ now: DateTime.now() });
    let timer;
    onMounted(() => {
        timer = setInterval(() => (state.now = DateTime.now()), EVERY);
    });
    onWillUnmount(() => clearInterval(timer));
    return state;
}
