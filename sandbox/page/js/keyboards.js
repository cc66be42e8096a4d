// Buttons under messages and the keyboard above the input.
import { h, icon } from "./dom.js";
import { safeUrl } from "./entities.js";
import { t } from "./words.js";

/** The inline keyboard of a message, or null. `act` = {press(message, data, button), link(url), copy(text), toast(text)}. */
export function inlineKeyboard(message, act) {
  const rows = message.reply_markup?.inline_keyboard;
  if (!rows?.length) return null;
  return h("div.inline", {}, rows.map((row) => h("div.inline-row", {}, row.map((one) => inlineButton(message, one, act)))));
}

function inlineButton(message, one, act) {
  const node = h("button.inline-button", {
    type: "button", "data-testid": "inline-button", "data-style": one.style, "aria-disabled": one.disabled ? "true" : null,
    title: one.url ? t("link_leaves", { url: one.url }) : null,
  }, h("span.label", {}, one.text), one.url ? icon("open") : null, h("span.spinner", { "aria-hidden": "true" }));
  node.addEventListener("click", () => pressed(message, one, node, act));
  return node;
}

function pressed(message, one, node, act) {
  const url = one.url || one.web_app?.url || one.login_url?.url;
  if (one.disabled || node.getAttribute("aria-busy") === "true") return;
  if (one.copy_text) act.copy(one.copy_text.text);
  else if (url) openUrl(url, act);
  else if (one.callback_data !== undefined) act.press(message, one.callback_data, node);
}

function openUrl(url, act) {
  const safe = safeUrl(url);
  if (safe && !act.link(safe)) window.open(safe, "_blank", "noopener");
}

/** Show or end the waiting mark on a pressed button. */
export function setBusy(node, busy) {
  node.classList.toggle("busy", busy);
  if (busy) node.setAttribute("aria-busy", "true");
  else node.removeAttribute("aria-busy");
}

/** The keyboard above the input. `act` = {text(text), contact(), location()}. */
export function replyKeyboard(markup, act) {
  const rows = markup.keyboard.map((row) => h("div.reply-row", {}, row.map((one) => replyButton(one, act))));
  return h("div.reply-keyboard", { role: "group", "aria-label": t("keyboard_label"), "data-tall": markup.resize_keyboard ? null : "" }, rows);
}

function replyButton(one, act) {
  const button = typeof one === "string" ? { text: one } : one;
  const drawing = button.request_contact ? "phone" : button.request_location ? "pin" : null;
  const run = () => {
    if (button.request_contact) act.contact();
    else if (button.request_location) act.location();
    else act.text(button.text);
  };
  return h("button.reply-button", { type: "button", "data-testid": "reply-button", "data-style": button.style, onclick: run },
    drawing ? icon(drawing) : null, h("span", {}, button.text));
}
