// Plain script of the technician's pages: they have none of the web client's code, and work without this
// script, too, but for drawing a signature.
(() => {
    /** Each form is sent once, however often the thumb comes down. */
    for (const form of document.querySelectorAll("form")) {
        form.addEventListener("submit", (ev) => {
            if (form.dataset.sent) {
                ev.preventDefault();
                return;
            }
            form.dataset.sent = "1";
            // after the browser has read which button was pressed
            setTimeout(() => form.querySelectorAll("button").forEach((one) => (one.disabled = true)));
        });
    }
    // a page that comes back from the browser's memory may be sent again
    window.addEventListener("pageshow", () => {
        for (const form of document.querySelectorAll("form[data-sent]")) {
            delete form.dataset.sent;
            form.querySelectorAll("button").forEach((one) => (one.disabled = false));
        }
    });

    /** Ticks and photos are kept at once, without another tap. */
    for (const form of document.querySelectorAll("form[data-autosend]")) {
        form.querySelector("button").hidden = true;
        form.addEventListener("change", () => form.requestSubmit());
    }

    const form = document.getElementById("sign");
    if (!form) {
        return;
    }
    const pad = form.querySelector("canvas");
    const pen = pad.getContext("2d");
    let isDrawn = false;
    let last = null;

    const place = (ev) => {
        const box = pad.getBoundingClientRect();
        return [
            ((ev.clientX - box.left) * pad.width) / box.width,
            ((ev.clientY - box.top) * pad.height) / box.height,
        ];
    };
    const draw = (ev) => {
        const next = place(ev);
        pen.lineWidth = 4;
        pen.lineCap = "round";
        pen.lineJoin = "round";
        pen.beginPath();
        pen.moveTo(...last);
        pen.lineTo(...next);
        pen.stroke();
        last = next;
        isDrawn = true;
    };
    pad.addEventListener("pointerdown", (ev) => {
        ev.preventDefault();
        pad.setPointerCapture(ev.pointerId);
        last = place(ev);
        draw(ev);
    });
    pad.addEventListener("pointermove", (ev) => last && draw(ev));
    for (const end of ["pointerup", "pointercancel"]) {
        pad.addEventListener(end, () => (last = null));
    }
    form.querySelector("[data-clear]").addEventListener("click", () => {
        pen.clearRect(0, 0, pad.width, pad.height);
        isDrawn = false;
    });
    // before the listener above that lets a form go once
    form.addEventListener(
        "submit",
        (ev) => {
            form.querySelector("[data-unsigned]").hidden = isDrawn;
            if (!isDrawn) {
                ev.preventDefault();
                ev.stopImmediatePropagation();
                return;
            }
            form.elements.signature.value = pad.toDataURL("image/png");
        },
        { capture: true }
    );
})();
