// The bot's own list of commands, as it set them for this person's chat and language.
import { api } from "./api.js";

const WEIGHT = { chat: 4, all_private_chats: 2, default: 0 };

/** [{command, description}…] for a person, most fitting list; empty if the bot set none. */
export async function commandsFor(person) {
  const lists = new Map();
  for (const call of await api.calls("setMyCommands", "deleteMyCommands")) {
    const scope = parsed(call.params.scope) || { type: "default" };
    const language = call.params.language_code || "";
    const key = JSON.stringify([scope, language]);
    if (call.method.toLowerCase() === "setmycommands") lists.set(key, { scope, language, commands: parsed(call.params.commands) });
    else lists.delete(key);
  }
  const fitting = [...lists.values()].filter((list) => fits(list, person)).sort((a, b) => weight(b) - weight(a));
  return fitting[0]?.commands || [];
}

const parsed = (value) => (typeof value === "string" ? JSON.parse(value || "null") : value);

const weight = (list) => WEIGHT[list.scope.type] + (list.language ? 1 : 0);

function fits({ scope, language }, person) {
  const here = scope.type !== "chat" || Number(scope.chat_id) === person.id;
  const spoken = (person.language_code || "").toLowerCase();
  return scope.type in WEIGHT && here && (!language || spoken.split("-")[0] === language.toLowerCase());
}
