// The whole page: the list, one or two phones, and the address that remembers them (#1001 or #1001,2001).
import { api } from "./api.js";
import { Chat } from "./chat.js";
import { addPerson } from "./dialogs.js";
import { fill, h } from "./dom.js";
import { Overlays } from "./overlays.js";
import { PeopleList } from "./people.js";
import { language, switchLanguage, t } from "./words.js";

const EVERY_MS = 2000;
const SOON_MS = 150;
const wide = matchMedia("(min-width: 980px)");

class App {
  constructor(root) {
    this.people = [];
    this.panes = [null, null];
    this.active = 0;
    this.list = new PeopleList({
      open: (id) => this.open(id), beside: (id) => this.openAt(1, id), toggleBeside: () => this.toggleBeside(),
      add: () => this.add(), switchLanguage,
    });
    this.stage = h("main.stage", { "aria-label": t("messages") });
    this.frame = h("div.frame", {}, this.list.node, this.stage);
    root.append(this.frame);
    this.overlays = new Overlays(root, this.frame);
    window.addEventListener("hashchange", () => this.show());
    wide.addEventListener("change", () => this.show());
    document.addEventListener("visibilitychange", () => document.hidden || this.refresh());
  }

  async begin() {
    try {
      this.bot = await api.bot();
    } catch (error) {
      this.overlays.failed(error);
      setTimeout(() => this.begin(), EVERY_MS);
      return;
    }
    await this.refresh();
    setInterval(() => document.hidden || this.refresh(), EVERY_MS);
  }

  async refresh() {
    try {
      this.people = await api.people();
    } catch {
      return; // The open chats say that the connection is lost; the list keeps what it knew.
    }
    this.show();
  }

  // Something happened in an open chat: its line in the list follows soon.
  soon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.refresh(), SOON_MS);
  }

  /** The ids in the address: always two places, null where nobody is. */
  wanted() {
    const parts = location.hash.slice(1).split(",");
    const ids = parts.map((part) => Number(part) || null);
    this.double = wide.matches && parts.length > 1;
    return this.double ? [ids[0], ids[1]] : [ids[0] ?? ids[1] ?? null, null];
  }

  show() {
    const ids = this.wanted();
    if (!this.double) this.active = 0;
    let changed = false;
    ids.forEach((id, at) => { changed = this.place(at, id) || changed; });
    const layout = JSON.stringify([ids, this.double]);
    if (changed || layout !== this.layout) this.arrange(ids);
    this.layout = layout;
    this.list.update(this.people, ids.filter(Boolean), this.double);
    this.title();
  }

  // Put the person into the pane unless already there; true if something changed.
  place(at, id) {
    const pane = this.panes[at];
    if (pane && pane.person.id === id) return this.renew(pane);
    const person = this.people.find((one) => one.id === id);
    if (!pane && !person) return false;
    pane?.close();
    this.panes[at] = person ? this.chat(at, person) : null;
    return true;
  }

  renew(pane) {
    const person = this.people.find((one) => one.id === pane.person.id);
    if (person) Object.assign(pane.person, person);
    return false;
  }

  chat(at, person) {
    const chat = new Chat({ ...person }, {
      bot: this.bot, back: () => this.go([null]), changed: () => this.soon(),
      close: () => this.closePane(at),
    });
    chat.node.addEventListener("focusin", () => this.activate(at));
    chat.node.addEventListener("pointerdown", () => this.activate(at));
    return chat;
  }

  activate(at) {
    this.active = at;
    this.panes.forEach((pane, place) => pane?.node.classList.toggle("active", this.double && place === at));
  }

  arrange(ids) {
    document.body.classList.toggle("chatting", ids.some(Boolean));
    document.body.classList.toggle("double", this.double);
    const places = this.double ? [0, 1] : [0];
    const nodes = places.map((at) => this.panes[at]?.node || this.emptyPane(at, ids[at]));
    // Nodes that stay are not touched: moving them would lose focus and scroll.
    if (nodes.length !== this.stage.children.length || nodes.some((node, at) => node !== this.stage.children[at])) fill(this.stage, nodes);
    this.activate(this.active);
  }

  emptyPane(at, id) {
    const word = id && this.people.length ? t("not_found_person") : t(at ? "choose_second" : "choose_left");
    const node = h("section.pane.empty", { "data-testid": "empty-pane", tabindex: "-1" }, h("p", {}, word));
    node.addEventListener("click", () => this.activate(at));
    node.addEventListener("dragover", (event) => event.preventDefault());
    node.addEventListener("drop", (event) => this.openAt(at, Number(event.dataTransfer.getData("text/person"))));
    return node;
  }

  go(ids) {
    const hash = ids.map((id) => id ?? "").join(",");
    if (location.hash.slice(1) === hash) this.show();
    else location.hash = hash;
  }

  /** Open a person: in the empty place first, else where one was last. */
  open(id) {
    const ids = this.wanted();
    if (!this.double) return this.go([id]);
    if (ids.includes(id)) return this.panes[ids.indexOf(id)]?.composer.input.focus();
    const empty = ids.indexOf(null);
    return this.openAt(empty >= 0 ? empty : this.active, id);
  }

  openAt(at, id) {
    if (!id) return;
    const ids = this.wanted();
    const other = ids[1 - at];
    const next = [null, null];
    next[at] = id;
    next[1 - at] = other === id ? null : other;
    if (at === 1 && next[0] === null && !this.double && ids[0] !== id) next[0] = ids[0];
    this.go(next);
  }

  closePane(at) {
    this.go([this.wanted()[1 - at]]);
  }

  toggleBeside() {
    const [first, second] = this.wanted();
    this.go(this.double ? [first ?? second] : [first, null]);
  }

  add() {
    const groups = [...new Set(this.people.map((one) => one.group).filter(Boolean))];
    addPerson(this.overlays, groups, async (person) => {
      await this.refresh();
      this.open(person.id);
    });
  }

  title() {
    const open = this.panes.filter(Boolean).map((pane) => pane.person.id);
    const unread = this.people.reduce((sum, one) => sum + (open.includes(one.id) ? 0 : one.unread || 0), 0);
    document.title = unread ? `(${unread}) ${t("title")}` : t("title");
  }
}

document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
new App(document.getElementById("app")).begin();
