// One phone: one person's chat with the bot.
import { api } from "./api.js";
import { Attach } from "./attach.js";
import { Composer } from "./composer.js";
import { chatMenu, deepLink, messageMenu, payloadOf, viewPhoto } from "./dialogs.js";
import { avatar, fill, fullName, h, iconButton } from "./dom.js";
import { setBusy } from "./keyboards.js";
import { LiveChat } from "./live.js";
import { Overlays } from "./overlays.js";
import { Scroller } from "./scroller.js";
import { ChatStore } from "./store.js";
import { t } from "./words.js";

const TYPING_MS = 5500;
const ANSWER_MS = 30000;
/** A note may have more lines than the head of a phone has room for. */
const firstLine = (note) => (note || "").split("\n", 1)[0];

export class Chat {
  /** `page` = {bot, back(), close(), changed()}. */
  constructor(person, page) {
    this.person = person;
    this.page = page;
    this.store = new ChatStore();
    this.blocked = Boolean(person.blocked);
    this.presses = new Map();
    this.answers = new Map();
    this.queue = Promise.resolve();
    this.build();
    this.live = new LiveChat(person.id, {
      state: (state) => this.takeState(state),
      event: (event) => this.takeEvent(event),
      online: (online) => { this.offline.hidden = online; },
      lost: (error) => this.overlays.failed(error),
    });
  }

  build() {
    const name = fullName(this.person);
    this.status = h("small", { "data-testid": "status", role: "status" }, t("bot"));
    this.offline = h("div.offline", { role: "status", hidden: true, "data-testid": "offline" }, t("offline"));
    this.scroller = new Scroller(this.acts());
    this.body = h("div.pane-body");
    this.node = h("section.pane", { "data-testid": `chat-${this.person.id}`, "aria-label": t("phone_of", { name }) }, this.body);
    this.overlays = new Overlays(this.node, this.body);
    this.attach = new Attach(this);
    this.composer = new Composer(this);
    this.bottom = h("div.bottom");
    this.body.append(this.header(name), this.offline, this.scroller.node, this.bottom);
    this.node.addEventListener("dragover", (event) => event.dataTransfer.types.includes("Files") && event.preventDefault());
    this.node.addEventListener("drop", (event) => this.dropped(event));
    this.showBottom();
  }

  header(name) {
    const { page } = this;
    return h("header.pane-head", {},
      iconButton("back", t("back"), page.back, { class: "round back", "data-testid": "back" }),
      h("span.who", {}, avatar(name, this.person.id), h("span.two", {}, h("b", {}, t("phone_of", { name })), h("small", {}, firstLine(this.person.note)))),
      iconButton("close", t("close"), page.close, { class: "round close-pane", "data-testid": "close-pane" }),
      h("div.peer", {}, h("span.two", {}, h("b", {}, page.bot.first_name), this.status),
        iconButton("more", t("more"), () => chatMenu(this), { "data-testid": "chat-menu" })));
  }

  /** What messages can do. */
  acts() {
    return {
      photo: (url, caption) => viewPhoto(this, url, caption),
      toast: (text) => this.overlays.toast(text),
      copy: (text) => this.copy(text),
      command: (text) => this.sendText(text),
      link: (url) => this.openLink(url),
      press: (message, data, button) => this.press(message, data, button),
      menu: (message) => messageMenu(this, message),
      jump: (id) => this.scroller.jump(id),
    };
  }

  takeState(state) {
    this.store.replace(state.messages);
    this.blocked = state.blocked;
    const before = JSON.stringify(this.composer.keyboard);
    if (JSON.stringify(state.reply_keyboard) !== before) this.composer.setKeyboard(state.reply_keyboard);
    this.loaded = true;
    this.showBottom();
    this.render();
  }

  takeEvent(event) {
    const take = this.events[event.type];
    if (take) take.call(this, event);
    this.page.changed();
  }

  events = {
    message(event) {
      const isNew = this.store.put(event.message);
      if (!event.message.out) this.setTyping(false);
      this.render(isNew && !event.message.out ? 1 : 0, Boolean(event.message.out));
      this.showBottom();
    },
    edit(event) {
      this.store.put(event.message);
      this.render();
    },
    delete(event) {
      this.store.remove(event.message?.message_id ?? event.message_id);
      this.render();
    },
    keyboard(event) { this.composer.setKeyboard(event.reply_keyboard); },
    action(event) { this.setTyping(true, event); },
    blocked(event) {
      this.blocked = event.blocked ?? true;
      this.showBottom();
      this.render();
    },
    callback_answer(event) { this.answered(event); },
  };

  // Several events in one breath (a flood, an album) are drawn once.
  render(grown = 0, force = false) {
    this.grown = (this.grown || 0) + grown;
    this.force = this.force || force;
    if (this.drawing) return;
    this.drawing = setTimeout(() => {
      this.drawing = null;
      this.scroller.render(this.store.visible(), this.grown, this.force);
      this.grown = 0;
      this.force = false;
      this.showTail();
    }, 0);
  }

  showTail() {
    const empty = this.loaded && !this.store.visible().length;
    fill(this.scroller.tail,
      empty ? h("div.service", {}, h("span", {}, t(this.person.started ? "empty_chat" : "start_hint"))) : null,
      this.blocked ? h("div.service", { "data-testid": "service-blocked" }, h("span", {}, t("you_blocked"))) : null);
  }

  /** The line for writing, or the large button that must come first. */
  showBottom() {
    const first = this.loaded && !this.person.started && !this.store.byId.size;
    const mode = this.blocked ? "blocked" : first ? "first" : "write";
    if (mode === this.mode) return;
    this.mode = mode;
    const big = (word, testid, run) => h("div.big-line", {}, h("button.button.primary.big", { type: "button", "data-testid": testid, onclick: run }, word));
    if (mode === "blocked") fill(this.bottom, big(t("unblock"), "unblock", () => this.setBlocked(false)));
    else if (mode === "first") fill(this.bottom, big(t("start"), "start", () => this.start("")), this.composer.node);
    else fill(this.bottom, this.composer.node);
  }

  setTyping(on) {
    clearTimeout(this.typingTimer);
    this.status.textContent = t(on ? "typing" : "bot");
    this.status.classList.toggle("typing", on);
    if (on) this.typingTimer = setTimeout(() => this.setTyping(false), TYPING_MS);
  }

  /** One call after the other, so that messages keep their order. */
  run(work, onFail) {
    this.queue = this.queue.then(work).then((answer) => {
      for (const message of answer?.messages || []) if (this.store.putIfNew(message)) this.render(0, true);
      this.showBottom();
      this.page.changed();
    }).catch((error) => {
      this.overlays.failed(error);
      onFail?.();
    });
    return this.queue;
  }

  send(body) {
    return this.run(() => api.send(this.person.id, body));
  }

  sendText(text, replyTo) {
    return this.run(() => api.send(this.person.id, { text, reply_to_message_id: replyTo }), () => this.composer.restore(text));
  }

  sendFiles(kind, files, fields) {
    return this.run(() => api.sendFiles(this.person.id, kind, files, fields));
  }

  saveEdit(message, text) {
    return this.run(() => api.edit(this.person.id, message.message_id, text), () => this.composer.restore(text));
  }

  record() {
    return this.composer.record();
  }

  start(payload) {
    return this.run(() => api.start(this.person.id, payload));
  }

  setBlocked(blocked) {
    return this.run(async () => {
      await (blocked ? api.block(this.person.id) : api.unblock(this.person.id));
      this.events.blocked.call(this, { blocked });
    });
  }

  /** Follow a t.me link to this bot inside the page; false if the link leads elsewhere. */
  openLink(url) {
    const payload = payloadOf(url, this.page.bot.username);
    if (payload === null) return false;
    this.start(payload);
    return true;
  }

  openDeepLink() {
    deepLink(this);
  }

  async press(message, data, button) {
    setBusy(button, true);
    try {
      const { callback_query_id: id } = await api.press(this.person.id, message.message_id, data);
      const timer = setTimeout(() => this.settle(id, { text: t("answer_late") }), ANSWER_MS);
      this.presses.set(id, { button, timer });
      if (this.answers.has(id)) this.settle(id, this.answers.get(id));
    } catch (error) {
      setBusy(button, false);
      this.overlays.failed(error);
    }
  }

  // The answer may overtake the reply to our own press: it waits until the press is known.
  answered(event) {
    const id = event.callback_query_id;
    if (this.presses.has(id)) this.settle(id, event);
    else {
      this.answers.set(id, event);
      setTimeout(() => this.answers.delete(id), 10000);
    }
  }

  settle(id, answer) {
    const press = this.presses.get(id);
    if (!press) return;
    clearTimeout(press.timer);
    this.presses.delete(id);
    this.answers.delete(id);
    setBusy(press.button, false);
    if (answer.text && answer.show_alert) this.overlays.alert(answer.text);
    else if (answer.text) this.overlays.toast(answer.text);
    if (answer.url) this.openLink(answer.url) || window.open(answer.url, "_blank", "noopener");
  }

  async copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      this.overlays.toast(t("copied"));
    } catch (error) {
      this.overlays.failed(error);
    }
  }

  dropped(event) {
    const files = [...event.dataTransfer.files];
    if (!files.length) return;
    event.preventDefault();
    this.attach.take(files);
  }

  close() {
    this.live.close();
    clearTimeout(this.typingTimer);
    this.node.remove();
  }
}
