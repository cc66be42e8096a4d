// The scrolling list of messages: stays at the bottom unless one has scrolled up, then counts what is new.
import { fill, h, icon } from "./dom.js";
import { layOut, reconcile } from "./messages.js";
import { t } from "./words.js";

const PAGE = 200;
const NEAR = 90;

export class Scroller {
  constructor(act) {
    this.act = act;
    this.known = new Map();
    this.limit = PAGE;
    this.stick = true;
    this.fresh = 0;
    this.last = 0;
    this.list = h("div.list", { role: "log", "aria-label": t("messages"), "aria-live": "polite" });
    this.earlier = h("button.button.earlier", { type: "button", hidden: true, onclick: () => this.showEarlier() }, t("earlier"));
    this.tail = h("div.tail");
    this.inner = h("div.inner", {}, this.earlier, this.list, this.tail);
    this.view = h("div.view", { tabindex: "-1" }, this.inner);
    this.badge = h("span.count");
    this.down = h("button.down", { type: "button", hidden: true, "data-testid": "to-bottom", onclick: () => this.toBottom(true) }, icon("down"), this.badge);
    this.node = h("div.scroller", {}, this.view, this.down);
    this.view.addEventListener("scroll", () => this.scrolled(), { passive: true });
    const follow = new ResizeObserver(() => this.stick && this.toBottom());
    follow.observe(this.inner);
    follow.observe(this.view);
  }

  /** Show `messages` (oldest first); `grown` says how many of them the person has not seen. */
  render(messages, grown = 0, force = false) {
    const shown = messages.slice(-this.limit);
    this.messages = messages;
    this.earlier.hidden = shown.length === messages.length;
    reconcile(this.list, layOut(shown, this.act), this.known);
    if (this.stick || force) this.toBottom();
    else this.fresh += grown;
    this.showDown();
  }

  showEarlier() {
    const fromBottom = this.view.scrollHeight - this.view.scrollTop;
    this.limit += PAGE;
    this.render(this.messages);
    this.view.scrollTop = this.view.scrollHeight - fromBottom;
  }

  scrolled() {
    const { scrollTop, scrollHeight, clientHeight } = this.view;
    // Only a move upwards is the person's wish: a gap also opens when the keyboard above the input appears.
    if (scrollHeight - scrollTop - clientHeight < NEAR) this.stick = true;
    else if (scrollTop < this.last - 1) this.stick = false;
    this.last = scrollTop;
    if (this.stick) this.fresh = 0;
    this.showDown();
  }

  showDown() {
    this.down.hidden = this.stick;
    this.down.setAttribute("aria-label", this.fresh ? t("new_messages", { n: this.fresh }) : t("to_bottom"));
    fill(this.badge, this.fresh ? String(this.fresh) : "");
  }

  toBottom(smooth = false) {
    this.stick = true;
    this.fresh = 0;
    this.view.scrollTo({ top: this.view.scrollHeight, behavior: smooth ? "smooth" : "instant" });
    this.last = this.view.scrollTop;
    this.showDown();
  }

  /** Bring one message into sight and let it glow. */
  jump(messageId) {
    const find = () => this.list.querySelector(`[data-message-id="${Number(messageId)}"]`);
    while (!find() && this.limit < (this.messages?.length || 0)) this.showEarlier();
    const node = find();
    if (!node) return;
    node.scrollIntoView({ block: "center", behavior: "smooth" });
    node.classList.add("glow");
    setTimeout(() => node.classList.remove("glow"), 1600);
  }
}
