// The line where one writes: text, answer buttons, voice, and what is being edited or replied to.
import { duration } from "./media.js";
import { fill, h, icon, iconButton } from "./dom.js";
import { replyKeyboard } from "./keyboards.js";
import { summary } from "./messages.js";
import { canRecord, startRecording } from "./recorder.js";
import { t } from "./words.js";

const drafts = new Map();

/** `pane` = {person, overlays, attach, sendText(text, replyTo), saveEdit(message, text), send, sendFiles}. */
export class Composer {
  constructor(pane) {
    this.pane = pane;
    this.keyboard = null;
    this.keyboardShown = true;
    this.context = null;
    this.build();
    this.input.value = drafts.get(pane.person.id) || "";
    this.changed();
  }

  build() {
    this.input = h("textarea", { rows: "1", "data-testid": "composer", "aria-label": t("write_here"), placeholder: t("write_here"), enterkeyhint: "send", dir: "auto" });
    this.sendButton = iconButton("send", t("send"), () => this.submit(), { "data-testid": "send" });
    this.micButton = iconButton("mic", t("record"), () => this.record(), { "data-testid": "record" });
    this.keysButton = iconButton("keys", t("keyboard_hide"), () => this.toggleKeyboard(), { "data-testid": "toggle-keyboard", hidden: true });
    const attach = iconButton("plus", t("attach"), () => this.pane.attach.open(), { "data-testid": "attach" });
    this.banner = h("div.banner", { hidden: true });
    this.keys = h("div.keys");
    this.line = h("div.line", {}, attach, this.input, this.keysButton, this.micButton, this.sendButton);
    this.bar = h("div.recording", { hidden: true });
    this.node = h("div.composer", {}, this.keys, this.banner, this.bar, this.line);
    this.input.addEventListener("input", () => this.changed());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("paste", (event) => this.paste(event));
  }

  key(event) {
    // While an input method composes Chinese words, Enter belongs to it.
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.submit();
    } else if (event.key === "Escape" && this.context) {
      this.setContext(null);
    }
  }

  paste(event) {
    const files = [...(event.clipboardData?.files || [])];
    if (!files.length) return;
    event.preventDefault();
    this.pane.attach.take(files);
  }

  changed() {
    const text = this.input.value;
    if (this.context?.kind !== "edit") drafts.set(this.pane.person.id, text);
    const canSend = text.trim() !== "" || this.context?.kind === "edit";
    this.sendButton.hidden = !canSend;
    this.micButton.hidden = canSend;
    this.input.style.height = "auto";
    this.input.style.height = `${Math.min(this.input.scrollHeight, 168)}px`;
  }

  submit() {
    const text = this.input.value.trim();
    if (!text) return;
    const context = this.context;
    this.setText("");
    this.setContext(null);
    if (context?.kind === "edit") this.pane.saveEdit(context.message, text);
    else this.pane.sendText(text, context?.message.message_id);
    this.input.focus();
  }

  setText(text) {
    this.input.value = text;
    this.changed();
  }

  /** Give back a text that could not be sent. */
  restore(text) {
    if (!this.input.value) this.setText(text);
  }

  /** Begin to reply ({kind: "reply", message}) or edit ({kind: "edit", message}); null ends it. */
  setContext(context) {
    const wasEdit = this.context?.kind === "edit";
    this.context = context;
    this.banner.hidden = !context;
    if (context) this.showBanner(context);
    if (context?.kind === "edit") this.setText(context.message.text ?? context.message.caption ?? "");
    else if (wasEdit) this.setText("");
    this.changed();
    if (context) this.input.focus();
  }

  showBanner({ kind, message }) {
    fill(this.banner, icon(kind === "edit" ? "pencil" : "reply"),
      h("span.two", {}, h("b", {}, t(kind === "edit" ? "editing" : "replying")), h("small", {}, summary(message))),
      iconButton("close", t("cancel"), () => this.setContext(null)));
  }

  /** Show the bot's keyboard, or none. */
  setKeyboard(markup, shown = true) {
    this.keyboard = markup?.keyboard ? markup : null;
    this.keyboardShown = shown;
    this.showKeyboard();
    this.input.placeholder = this.keyboard?.input_field_placeholder || t("write_here");
  }

  toggleKeyboard() {
    this.keyboardShown = !this.keyboardShown;
    this.showKeyboard();
  }

  showKeyboard() {
    const open = Boolean(this.keyboard) && this.keyboardShown;
    this.keysButton.hidden = !this.keyboard;
    const label = t(open ? "keyboard_hide" : "keyboard_show");
    for (const name of ["aria-label", "title"]) this.keysButton.setAttribute(name, label);
    this.keysButton.setAttribute("aria-expanded", String(open));
    fill(this.keys, open ? replyKeyboard(this.keyboard, this.keyboardActs()) : null);
  }

  keyboardActs() {
    const after = (run) => (...values) => {
      if (this.keyboard?.one_time_keyboard) this.toggleKeyboard();
      run(...values);
    };
    return {
      text: after((text) => this.pane.sendText(text)),
      contact: after(() => this.pane.attach.ownContact()),
      location: after(() => this.pane.attach.location()),
    };
  }

  async record() {
    if (!canRecord()) return this.offerSample();
    try {
      this.showRecording(await startRecording());
    } catch {
      this.offerSample();
    }
  }

  offerSample() {
    this.pane.overlays.ask(t("no_microphone"), t("sample_voice"), () => this.pane.send({ kind: "voice", sample: true, duration: 3 }));
  }

  showRecording(recording) {
    const clock = h("b", {}, duration(0));
    const began = performance.now();
    const ticking = setInterval(() => { clock.textContent = duration((performance.now() - began) / 1000); }, 250);
    const end = () => { clearInterval(ticking); this.bar.hidden = true; this.line.hidden = false; };
    const cancel = h("button.button", { type: "button", onclick: () => { end(); recording.cancel(); } }, t("cancel"));
    const send = h("button.button.primary", { type: "button", "data-testid": "recording-send", onclick: async () => {
      end();
      const { file, seconds } = await recording.finish();
      this.pane.sendFiles("voice", [file], { duration: seconds });
    } }, t("send"));
    fill(this.bar, h("span.red-dot"), clock, h("span.recording-word", { role: "status" }, t("recording")), cancel, send);
    this.bar.hidden = false;
    this.line.hidden = true;
    send.focus();
  }
}
