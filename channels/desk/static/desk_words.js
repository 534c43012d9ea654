// Every Chinese text of the desk's reception page: here the frame and the lists, in desk_words_talk.js what is done in a conversation.

export * from "./desk_words_talk.js";

export const PROBLEMS = {
  0: "连不上服务，请检查网络",
  400: "这样不行，请改一改再试",
  401: "请先登录",
  403: "您没有做这件事的权限",
  404: "没有找到，可能已经被别人处理了",
  409: "刚刚有变化，请再试一次",
  422: "有的地方填得不对，请改一改再试",
  429: "太快了，请稍等一下再试",
  500: "服务出了点问题，请稍后再试",
  503: "服务忙，请稍后再试",
  other: "没有办成，请稍后再试",
};

export const TITLE = "坐席工作台";
export const ROLES = { agent: "坐席", supervisor: "班长", administrator: "管理员" };
export const STATUSES = { online: "在线", away: "离席", offline: "离线" };
export const CHANNELS = { web: "网页", wechat: "微信", phone: "电话", kiosk: "自助机", cli: "命令行" };
export const AUTHORS = { citizen: "市民", assistant: "助手", agent: "坐席", system: "系统" };
export const CONFIDENCE = { primary: "依据文件原文", multi: "多个来源一致", single: "单一来源待确认", memory: "待核原文" };

// By prefix, the longest first.
const OUTCOMES = [
  ["answered_boundary", "答了规定，要看个人情况"],
  ["answered_out_of_scope", "不归养老保险管"],
  ["answered_small_talk", "打招呼"],
  ["answered_repeat", "重复了一遍"],
  ["answered_records", "查了本人记录"],
  ["answered", "按条文答了"],
  ["clarify_form", "测算问到一半"],
  ["clarify_identity", "核对身份"],
  ["clarify_heard", "确认听到的话"],
  ["clarify", "没听明白"],
  ["estimated", "测算出了结果"],
  ["unanswerable_nothing_found", "没找到依据"],
  ["unanswerable_unverified", "没能核对上"],
  ["unanswerable_unpublished", "数还没有公布"],
  ["unanswerable_no_records", "没有查到记录"],
  ["unanswerable", "没有答上来"],
  ["guarded_distress", "情绪危急"],
  ["guarded_fraud", "疑似诈骗"],
  ["guarded", "按安全规定答的"],
  ["handover_requested", "市民要找人工"],
  ["handover_with_agent", "转给了坐席"],
  ["handover", "转人工"],
  ["error", "出错了"],
];
export const outcomeWord = (outcome) => OUTCOMES.find(([code]) => String(outcome ?? "").startsWith(code))?.[1] ?? "";

export const TABS = {
  reception: "接待",
  callbacks: "回电留言",
  ledger: "问题台账",
  held: "待核答复",
  board: "看板",
  figures: "报表",
  samples: "抽检",
  admin: "管理",
};

export const SHELL = {
  tabs: "工作台的页面",
  online: "上线",
  away: "离席",
  nowOnline: "您已上线，可以接待了。",
  nowAway: "您已离席，不会再分派新的给您。手上的请继续接待。",
  soundOn: "声音：开",
  soundOff: "声音：关",
  keys: "快捷键",
  password: "改密码",
  signOut: "退出登录",
  signOutOpen: (count) => `您手上还有${count}个接待没有结束。退出后市民会回到排队。`,
  offline: "网络断了，正在重连。您写的话都留着，接通后会自动发出。",
  reconnecting: "实时消息断了，正在重连。这期间每隔几秒查一次新消息。",
  back: "已经重新连上。",
  loading: "正在打开，请稍等",
  moduleFailed: "这一页没有打开，请检查网络后再点一次。",
  retrying: "过几秒会自动再试。",
  pending: "件待办",
  overdue: (count) => `，其中${count}件已过期`,
  again: "再试一次",
};

export const SIGN_IN = {
  title: "登录坐席工作台",
  ended: "登录已过期，请重新登录。您写的话都还在。",
  login: "账号",
  password: "密码",
  go: "登录",
  going: "正在登录",
  empty: "请填写账号和密码。",
  wrong: "账号或密码不对，请再试一次。忘了密码请找管理员。",
  locked: (time) => `试的次数太多，账号先锁住了。请等${time}后再试。`,
  unlocked: "可以再试了。",
  old: "现在的密码",
  fresh: "新密码",
  freshAgain: "再写一遍新密码",
  different: "两遍新密码不一样，请重写。",
  change: "改密码",
  changed: "密码已改好。",
};

export const QUEUE = {
  heading: "等待接入",
  mine: "我的接待",
  none: "现在没有人在等。",
  noneAway: "您现在是离席。要接待，请点上面的“上线”。",
  mineNone: "手上没有接待。",
  accept: "接入",
  decline: "退回",
  look: "先看看",
  priority: "优先",
  waited: "已等",
  answerFor: "等您回复",
  assigned: "分派给您，请接入",
  unread: (count) => `${count}条未读`,
  people: (count) => `${count}人`,
  noSummary: "还没有摘要",
  failedSends: "有话没有发出去",
  draft: "有草稿",
};

export const TALK = {
  heading: "这次接待",
  pick: "请从左边接入一位，或者选一个接待。",
  toTalk: "返回对话",
  nobodyWaits: "现在没有人在等。",
  pickKeys: "按 Alt+A 接入第一位。",
  list: "对话列表",
  packet: "交接单",
  log: "对话内容",
  loading: "正在取对话",
  failed: "对话没有取到。",
  citizenTyping: "市民正在写",
  listening: "只看：您不是接待人，市民看不到您。",
  before: "先看看：还没有接入，市民还在等。",
  closed: "这次接待已经结束。",
  later: "市民留了电话或留言。要打电话，到“回电留言”里办；要在这里答复，请接入。",
  elsewhere: (name) => `现在由${name || "别人"}接待，您只能看。`,
  newBelow: "有新消息",
  sending: "正在发",
  waitingToSend: "没有发出，正等着重发",
  notSent: "没有发出",
  again: "再发一次",
  edit: "改一改",
  drop: "不发了",
  noteMark: "内部备注，市民看不到",
  citations: (count) => `依据${count}条`,
  details: (count) => `详细说明${count}句`,
  transfer: "转接",
  callBack: "约回电",
  handBack: "交回助手",
  close: "结束",
  actions: "对这次接待",
};
