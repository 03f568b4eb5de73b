import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { Interaction } from "@web/public/interaction";

const MEGABYTE = 1024 * 1024;

/**
 * Sends a form of the complaint pages without leaving it: when it is refused, or the network is away, nothing
 * that was typed or chosen is lost. Without scripts the form is sent as usual.
 */
export class ServiceForm extends Interaction {
    static selector = ".o_service_form";
    dynamicContent = {
        _root: { "t-on-submit.prevent": this.onSubmit },
    };

    async onSubmit(ev) {
        const problem = this.checkFiles();
        if (problem) {
            return this.tell(problem);
        }
        const data = new FormData(this.el);
        const button = ev.submitter;
        if (button?.name) {
            data.append(button.name, button.value);
        }
        this.lock(true);
        let response;
        try {
            response = await this.waitFor(fetch(this.el.action, { method: "POST", body: data }));
        } catch {
            this.lock(false);
            return this.tell(_t("It could not be sent. Nothing is lost: please try again."));
        }
        if (response.redirected) {
            this.follow(response.url);
            return;
        }
        this.lock(false);
        if (!response.ok) {
            const text =
                response.status === 413
                    ? _t("The files are too large.")
                    : _t("It could not be sent. Copy what you wrote, reload the page and try again.");
            return this.tell(text);
        }
        this.showAnswer(await this.waitFor(response.text()));
    }

    follow(url) {
        const target = new URL(url);
        if (target.pathname === window.location.pathname && target.search === window.location.search) {
            window.location.reload(); // the same page with the new message
        } else {
            window.location.assign(url);
        }
    }

    /** Take over the problems of the answer; inputs stay as they are. */
    showAnswer(html) {
        const answer = new DOMParser().parseFromString(html, "text/html");
        const problems = [...answer.querySelectorAll(".o_service_form .invalid-feedback")];
        this.el.querySelectorAll(".invalid-feedback").forEach((node) => node.remove());
        this.el.querySelectorAll(".is-invalid").forEach((node) => node.classList.remove("is-invalid"));
        for (const problem of problems) {
            const field = this.el.querySelector(`#${problem.id.replace("problem_", "")}`);
            field.classList.add("is-invalid");
            field.closest(".mb-3").append(problem);
        }
        const general = answer.querySelector(".o_service_problem")?.textContent;
        this.tell(general || _t("Something is missing or wrong below. Nothing is lost."));
    }

    checkFiles() {
        const input = this.el.querySelector("input[type=file]");
        const files = [...(input?.files || [])];
        const { files: count, mb, totalMb } = input?.dataset || {};
        if (files.length > Number(count)) {
            return _t("At most %s files can be sent at once.", count);
        }
        const large = files.find((file) => file.size > Number(mb) * MEGABYTE);
        if (large) {
            return _t("“%(name)s” is larger than %(size)s MB.", { name: large.name, size: mb });
        }
        if (files.reduce((sum, file) => sum + file.size, 0) > Number(totalMb) * MEGABYTE) {
            return _t("The files are larger than %s MB together.", totalMb);
        }
        return "";
    }

    tell(text) {
        const alert = this.el.querySelector(".o_service_problem");
        this.el.querySelectorAll(".alert-danger:not(.o_service_problem)").forEach((node) => node.remove());
        alert.textContent = text;
        alert.classList.remove("d-none");
        alert.scrollIntoView({ behavior: "smooth", block: "center" });
    }

    lock(locked) {
        this.el.querySelectorAll("button[type=submit]").forEach((button) => (button.disabled = locked));
    }
}

registry.category("public.interactions").add("service_center.form", ServiceForm);
