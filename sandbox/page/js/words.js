// Every word that the page itself says, Chinese first, English second.
const TABLE = {
  title: ["沙盒聊天", "Sandbox chat"],
  people: ["选择您是谁", "Who are you?"],
  search: ["找人", "Find a person"],
  nobody_found: ["没有找到这个人", "Nobody found"],
  no_people: ["还没有人，先添加一位", "Nobody here yet, add somebody"],
  other_group: ["其他", "Others"],
  no_messages_yet: ["还没有消息", "No messages yet"],
  unread: ["{n} 条未读", "{n} unread"],
  side_by_side: ["并排", "Side by side"],
  side_by_side_hint: ["两个人并排看", "Show two people side by side"],
  open_beside: ["在旁边打开 {name}", "Open {name} beside"],
  one_only: ["只看一个", "One only"],
  language: ["English", "中文"],
  add_person: ["添加一个人", "Add a person"],
  choose_left: ["从左边选一个人，就用他的手机说话", "Choose a person on the left to use their phone"],
  choose_second: ["再选一个人，放在这里", "Choose a second person for this place"],
  phone_of: ["{name}的手机", "{name}’s phone"],
  back: ["返回", "Back"],
  close: ["关闭", "Close"],
  more: ["更多", "More"],
  bot: ["机器人", "bot"],
  online: ["在线", "online"],
  typing: ["正在输入…", "typing…"],
  offline: ["连接断开了，正在重新连接…", "Connection lost, reconnecting…"],
  server_error: ["没有成功：{why}", "That failed: {why}"],
  not_found_person: ["没有这个人", "There is no such person"],
  today: ["今天", "Today"],
  yesterday: ["昨天", "Yesterday"],
  edited: ["已修改", "edited"],
  earlier: ["看更早的消息", "Show earlier messages"],
  to_bottom: ["回到最新", "Go to the newest"],
  new_messages: ["{n} 条新消息", "{n} new messages"],
  messages: ["消息", "Messages"],
  from_you: ["您说", "You said"],
  from_bot: ["对方说", "They said"],
  empty_chat: ["这里还没有消息", "No messages here yet"],
  start: ["开始", "Start"],
  start_hint: ["点一下「开始」，和机器人说第一句话", "Press Start to say the first word to the bot"],
  you_blocked: ["您屏蔽了这个机器人，它发不了消息给您", "You blocked this bot; it cannot write to you"],
  block: ["屏蔽机器人", "Block the bot"],
  unblock: ["解除屏蔽", "Unblock"],
  block_sure: ["屏蔽以后，您就收不到它的消息了。要屏蔽吗？", "You will receive no more messages from it. Block it?"],
  deep_link: ["打开链接（t.me）", "Open a link (t.me)"],
  deep_link_hint: ["贴上 t.me 链接，或者只写 start= 后面的那一段", "Paste a t.me link, or only the part after start="],
  deep_link_label: ["链接或参数", "Link or payload"],
  deep_link_bad: ["参数只能有字母、数字、_ 和 -，最多 64 个", "A payload has letters, digits, _ and -, at most 64"],
  open: ["打开", "Open"],
  cancel: ["取消", "Cancel"],
  confirm: ["确定", "OK"],
  send: ["发送", "Send"],
  save: ["保存", "Save"],
  write_here: ["在这里写字", "Write here"],
  attach: ["发照片、位置和其他", "Send photos, a place and more"],
  keyboard_show: ["显示按钮", "Show the buttons"],
  keyboard_hide: ["收起按钮", "Hide the buttons"],
  keyboard_label: ["可以点的回答", "Answers to press"],
  reply: ["回复", "Reply"],
  edit: ["修改", "Edit"],
  copy: ["复制文字", "Copy text"],
  copied: ["已复制", "Copied"],
  show_data: ["看原始数据", "Show raw data"],
  editing: ["修改消息", "Editing a message"],
  replying: ["回复", "Replying to"],
  record: ["说一段话（录音）", "Record a voice message"],
  recording: ["正在录音，请说话", "Recording, please speak"],
  no_microphone: ["用不了麦克风。可以发一段现成的语音。", "The microphone cannot be used. You can send a sample voice."],
  from_device: ["从这台设备发", "From this device"],
  from_samples: ["发现成的例子", "Ready-made samples"],
  photo: ["照片", "Photo"],
  photo_many: ["照片", "Photos"],
  voice: ["语音", "Voice"],
  video: ["视频", "Video"],
  audio: ["音频", "Audio"],
  sticker: ["贴纸", "Sticker"],
  video_note: ["视频留言", "Video message"],
  location: ["位置", "Location"],
  contact: ["我的电话", "My phone"],
  card: ["名片", "Contact card"],
  contact_other: ["别人的电话", "Other phone"],
  document: ["文件", "File"],
  sample_photo: ["一张照片", "One photo"],
  sample_album: ["三张照片", "Three photos"],
  sample_voice: ["一段语音", "A voice"],
  sample_document: ["一个文件", "A file"],
  album_of: ["{n} 张照片", "{n} photos"],
  caption: ["加一句话（可以不写）", "Add a line (optional)"],
  contact_sure: ["把您的电话号码 {phone} 发给机器人吗？", "Share your number {phone} with the bot?"],
  no_phone: ["没有登记电话", "no number on record"],
  phone: ["电话", "Phone"],
  first_name: ["名字", "First name"],
  last_name: ["姓", "Last name"],
  group: ["分组", "Group"],
  note: ["一句说明", "A note"],
  started: ["已经点过“开始”（机器人可以先发消息）", "Has pressed Start before (the bot may write first)"],
  add: ["添加", "Add"],
  where: ["您在哪里", "Where are you"],
  here: ["用我现在的位置", "Use my present place"],
  here_failed: ["拿不到现在的位置，请在下面填写", "Your place is not available, fill it in below"],
  latitude: ["纬度", "Latitude"],
  longitude: ["经度", "Longitude"],
  or_sample: ["或者选一个例子", "Or take an example"],
  bad_place: ["请填对经度和纬度", "Latitude and longitude are not right"],
  play: ["播放", "Play"],
  pause: ["暂停", "Pause"],
  cannot_play: ["这段声音放不出来", "This sound cannot be played"],
  cannot_show: ["照片打不开", "The photo cannot be shown"],
  enlarge: ["放大照片", "Enlarge the photo"],
  download: ["下载 {name}", "Download {name}"],
  spoiler: ["点一下看隐藏的字", "Tap to show hidden text"],
  show_all: ["展开", "Show all"],
  forwarded: ["转发自 {name}", "Forwarded from {name}"],
  unknown_kind: ["（这里不能显示的消息）", "(a message that cannot be shown here)"],
  answer_late: ["对方还没有回应", "No answer yet"],
  link_leaves: ["在新窗口打开 {url}", "Opens {url} in a new window"],
  bytes: ["字节", "bytes"],
  member_joined: ["{name} 加入", "{name} joined"],
  pinned: ["置顶了一条消息", "A message was pinned"],
};

const KEY = "sandbox-language";

function preferred() {
  const kept = localStorage.getItem(KEY);
  if (kept === "zh" || kept === "en") return kept;
  return (navigator.language || "zh").toLowerCase().startsWith("zh") ? "zh" : "en";
}

export const language = preferred();

/** The page's word for `key` with `{name}` places filled in. */
export function t(key, values = {}) {
  const row = TABLE[key];
  if (!row) return key;
  return row[language === "zh" ? 0 : 1].replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ""));
}

/** Switch between Chinese and English; the hash keeps the open chats. */
export function switchLanguage() {
  localStorage.setItem(KEY, language === "zh" ? "en" : "zh");
  location.reload();
}

/** Example places for the location dialog. */
export const SAMPLE_PLACES = [
  { name: ["平度城区", "Pingdu town"], latitude: 36.7868, longitude: 119.9595 },
  { name: ["青岛市区", "Qingdao city"], latitude: 36.0671, longitude: 120.3826 },
  { name: ["济南（外地）", "Jinan (elsewhere)"], latitude: 36.6512, longitude: 117.1201 },
].map((place) => ({ ...place, name: place.name[language === "zh" ? 0 : 1] }));
