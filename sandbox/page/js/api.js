// The sandbox's control calls. Every failure becomes an Error whose message can be shown.

async function ask(path, options = {}) {
  let response;
  try {
    response = await fetch(`/sandbox${path}`, options);
  } catch {
    throw new Error("offline");
  }
  const text = await response.text();
  const body = parse(text);
  if (!response.ok) throw new Error(reasonOf(body) || text.slice(0, 200) || String(response.status));
  return body;
}

function parse(text) {
  try {
    return text ? JSON.parse(text) : null;
  } catch {
    return null;
  }
}

const reasonOf = (body) => body && (body.description || body.error || body.message);

const post = (path, body = {}) =>
  ask(path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });

const chat = (id, what) => `/chats/${encodeURIComponent(id)}/${what}`;

export const api = {
  bot: () => ask("/bot"),
  people: () => ask("/people"),
  addPerson: (fields) => post("/people", fields),
  messages: (id) => ask(chat(id, "messages")),
  eventsUrl: (id, after) => `/sandbox${chat(id, "events")}?after=${after}`,
  send: (id, body) => post(chat(id, "send"), body),
  sendFiles: (id, kind, files, fields = {}) => ask(chat(id, "send"), { method: "POST", body: form(kind, files, fields) }),
  press: (id, messageId, data) => post(chat(id, "press"), { message_id: messageId, data }),
  edit: (id, messageId, text) => post(chat(id, "edit"), { message_id: messageId, text }),
  start: (id, payload) => post(chat(id, "start"), { payload }),
  block: (id) => post(chat(id, "block")),
  unblock: (id) => post(chat(id, "unblock")),
  /** Successful calls of these methods by the bot, oldest first. */
  calls: async (...methods) => {
    const lists = await Promise.all(methods.map((method) => ask(`/calls?method=${method}`)));
    return lists.flat().filter((call) => call.ok).sort((a, b) => a.n - b.n);
  },
  fileUrl: (fileId) => `/sandbox/files/${encodeURIComponent(fileId)}`,
};

function form(kind, files, fields) {
  const data = new FormData();
  data.append("kind", kind);
  for (const [name, value] of Object.entries(fields)) if (value !== undefined && value !== "") data.append(name, value);
  for (const file of files) data.append("file", file, file.name || kind);
  return data;
}
