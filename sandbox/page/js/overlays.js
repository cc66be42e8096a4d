// Toasts, alerts, sheets and forms that lie over one phone (pane), not over the whole page.
import { fill, h, icon } from "./dom.js";
import { t } from "./words.js";

const TOAST_MS = 4000;

export class Overlays {
  /** `host` is the pane; `under` is what must not react while a sheet is open. */
  constructor(host, under) {
    this.host = host;
    this.under = under;
    this.toasts = h("div.toasts", { role: "status", "aria-live": "polite" });
    host.append(this.toasts);
    this.open = [];
  }

  /** A short line that goes away by itself. */
  toast(text) {
    const node = h("div.toast", { "data-testid": "toast" }, text);
    this.toasts.append(node);
    setTimeout(() => node.remove(), TOAST_MS);
  }

  /** Tell why something failed. */
  failed(error) {
    this.toast(error.message === "offline" ? t("offline") : t("server_error", { why: error.message }));
  }

  /** Show `content` until closed; gives a function that closes it. */
  show(content, { role = "dialog", label, testid, className = "card" } = {}) {
    const before = document.activeElement;
    const box = h(`div.${className}`, { role, "aria-modal": "true", "aria-label": label, "data-testid": testid, tabindex: "-1" }, content);
    const veil = h("div.veil", { onclick: (event) => event.target === veil && close() }, box);
    const close = () => {
      veil.remove();
      this.open = this.open.filter((one) => one !== close);
      if (!this.open.length) this.under.inert = false;
      if (before?.isConnected) before.focus({ preventScroll: true });
    };
    veil.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      close();
    });
    this.under.inert = true;
    this.open.push(close);
    this.host.append(veil);
    (box.querySelector("[autofocus]") || box).focus({ preventScroll: true });
    return close;
  }

  /** A message that waits for OK. */
  alert(text) {
    const close = this.show([h("p.card-text", {}, text), buttons([[t("confirm"), () => close(), "primary"]])],
      { role: "alertdialog", label: text, testid: "alert" });
  }

  /** Ask yes or no; `yes` runs on yes. */
  ask(text, word, yes, danger = false) {
    const close = this.show([
      h("p.card-text", {}, text),
      buttons([[t("cancel"), () => close(), ""], [word, () => { close(); yes(); }, danger ? "danger" : "primary"]]),
    ], { role: "alertdialog", label: text, testid: "ask" });
  }

  /** A list of things to do: rows of {icon, text, run, danger}. */
  menu(label, rows) {
    const items = rows.map((row) => h(`button.menu-row${row.danger ? ".danger" : ""}`,
      { type: "button", role: "menuitem", onclick: () => { close(); row.run(); } }, icon(row.icon), row.text));
    if (items.length) items[0].setAttribute("autofocus", "");
    const close = this.show(h("div.menu", { role: "menu", "aria-label": label }, items), { label, testid: "menu", className: "sheet" });
    moveWithArrows(items);
  }

  /**
   * A form of {name, label, type, value, options} fields. `submit(values)` may throw an Error to keep it open;
   * `extra` are nodes shown above the fields (or a function of close).
   */
  form({ title, hint, fields, word, submit, extra, testid }) {
    const note = h("p.form-error", { role: "alert" });
    const rows = fields.map(fieldRow);
    const form = h("form.form", { novalidate: true }, h("h2", {}, title), hint ? h("p.hint", {}, hint) : null);
    const close = this.show(form, { label: title, testid });
    const onsubmit = async (event) => {
      event.preventDefault();
      try {
        await submit(values(form, fields));
        close();
      } catch (error) {
        fill(note, error.message);
      }
    };
    form.addEventListener("submit", onsubmit);
    form.append(...(extra ? [extra(close)].flat() : []), ...rows, note,
      buttons([[t("cancel"), () => close(), ""], [word, null, "primary"]]));
    // On a phone the screen keyboard would hide the choices above the fields.
    if (!extra || matchMedia("(pointer: fine)").matches) form.querySelector("input:not([type=checkbox])")?.focus();
    return close;
  }
}

function fieldRow(field) {
  const { name, label, type = "text", value = "", ...props } = field;
  if (type === "checkbox") return h("label.field.check", {}, h("input", { type, name, checked: value === true }), label);
  return h("label.field", {}, h("span", {}, label), h("input", { type, name, value, autocomplete: "off", ...props }));
}

function values(form, fields) {
  return Object.fromEntries(fields.map(({ name, type }) => {
    const input = form.elements[name];
    return [name, type === "checkbox" ? input.checked : input.value.trim()];
  }));
}

/** A row of [word, onclick, style]; without onclick the button submits the form. */
export function buttons(rows) {
  return h("div.buttons", {}, rows.map(([word, onclick, style]) =>
    h(`button.button${style ? `.${style}` : ""}`, { type: onclick ? "button" : "submit", onclick, autofocus: style !== "" && onclick !== null }, word)));
}

/** Arrow keys walk through a list of buttons. */
export function moveWithArrows(items) {
  const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };
  items.forEach((item, at) => item.addEventListener("keydown", (event) => {
    const by = step[event.key];
    if (!by) return;
    event.preventDefault();
    items[(at + by + items.length) % items.length].focus();
  }));
}
