// What the page itself says, apart from labels in index.html.

export const WORDS = {
  waiting: "正在查政策条文，请稍等",
  lost: "网断了，正在重连，您的话没有丢。",
  back: "网络恢复了。",
  empty: "请先写下您想问的事，再点“发送”。",
  renewed: "上次的对话已经结束，给您开了新的对话。",
  unsent: "这句话没有发出去。",
  busy: (seconds) => `现在问的人多，${seconds}秒后自动替您再发，您不用管。`,
  slow: "这次有点慢，正在替您再问一次。",
  handoverFailed: "现在没能接上人工。请过一会儿再点“找人工”，急事请打 12333。",
  handoverAsking: "正在为您找人工。",
  stopping: "正在取消排队。",
  stopFailed: "没有取消成功，请再点一次。",
  delivered: "已送到",
  agentTyping: (name) => `${name}正在打字`,
  rated: "谢谢您的评价。",
  notRated: "没有记上，请再点一次。",
  leaveFailed: "没有登记上，请再点一次。急事请打 12333。",
  numberWrong: "这个号码好像不对。手机号是11位，座机要带区号。",
  messageEmpty: "请先写下您要说的话。",
  feedbackThanks: "谢谢您，记下了。",
  feedbackFailed: "没有记上，请再点一次。",
  copied: "已复制。",
  notCopied: "没有复制成功，请长按文字复制。",
  noConversation: "现在连不上服务，正在重试。急事请打 12333。",
};

// RFC 9457 problems carry a Chinese title; these stand in where there is none.
export const PROBLEMS = {
  400: "这句话没有看懂，请换个说法再发。",
  413: "这句话太长了，请分几次发。",
  422: "这句话没有看懂，请换个说法再发。",
  429: "问得有点快，请稍等一会儿再发。",
  other: "我这边出了点问题，请再试一次。急事请打 12333。",
};

export const CONFIDENCE = {
  primary: "依据文件原文",
  multi: "多个来源一致",
  single: "单一来源待确认",
  memory: "待核原文",
};

// The line at the top while the citizen waits for a person or talks with one; empty in every other state.
export function standing({ state, position, seconds, agent }) {
  if (state === "with_agent") return agent ? `工作人员 ${agent} 正在为您服务` : "工作人员正在为您服务";
  if (state === "assigned") return "工作人员马上就来，请稍等";
  if (state !== "queued") return "";
  if (!position) return "正在排队，请稍等";
  const ahead = position > 1 ? `前面还有${position - 1}位` : "前面没有人了";
  const wait = seconds < 60 ? "估计不到1分钟" : `大约${Math.ceil(seconds / 60)}分钟`;
  return `正在排队，${ahead}${Number.isFinite(seconds) ? `，${wait}` : ""}`;
}

export const SCORES = [
  [5, "很满意"],
  [4, "满意"],
  [3, "一般"],
  [2, "不满意"],
  [1, "很不满意"],
];

export const REASONS = ["没答到点上", "看不懂", "内容不对", "太长了"];
export const OTHER_REASON = "其他";

export const SOMEBODY = "工作人员";
// What says in a conversation that a person is wanted.
export const CALL_PERSON = "转人工";

export const PAGES = [
  ["/estimator", "算算退休金"],
  ["/checklist", "办事清单"],
];

export const STARTERS = ["我什么时候能退休？", "社保断缴了怎么办？", "养老金待遇资格认证怎么办？"];

export function plainDate(iso) {
  const found = /^(\d{4})-(\d{2})-(\d{2})/.exec(iso || "");
  return found ? `${found[1]}年${Number(found[2])}月${Number(found[3])}日` : "";
}

export function period(from, to) {
  const start = plainDate(from);
  const end = plainDate(to);
  if (!start && !end) return "";
  if (!end) return `${start}起，没有写截止日期`;
  return start ? `${start}起，到${end}止` : `到${end}止`;
}

// Speaking with the page and being read to.
export const VOICE = {
  free: "免按说话",
  stopFree: "不说了",
  tapToEnd: "说完了，点一下",
  // The large button, and the line above the words, by what is going on.
  button: { idle: "按住说话", opening: "请稍等", listening: "松开就发", finishing: "请稍等" },
  states: { idle: "", opening: "正在打开话筒…", listening: "正在听…", finishing: "正在写下来…" },
  left: "您离开了网页，话筒已经关上了。要说话请再点“免按说话”。",
  stop: "停",
  fold: "收起",
  slower: "慢一点",
  again: "再听一遍",
  basis: "听依据",
  more: "接着听",
  preparing: "正在准备声音，请稍等",
  tapToHear: "点这里听",
  slowest: "已经是最慢的了。",
  fastest: "已经是最快的了。",
  noBasis: "这条回答没有可以念的依据。",
  noMore: "已经全念完了。",
  notRead: "现在念不出来，请看文字；想听请再点“读给我听”。",
};

// How fast answers are read, slowest first.
export const SPEEDS = [
  [0.7, "慢"],
  [0.85, "稍慢"],
  [1, "平常"],
];

// Why one was not heard, and what to do; the service's own words come first where it sends some.
export const VOICE_TROUBLES = {
  refused: "浏览器没让用话筒。点网址旁边的小锁，麦克风选“允许”。也可以打字。",
  absent: "没有找到话筒。请插好话筒再试一次，也可以打字。",
  taken: "话筒正被别的程序用着。请把它关掉再试一次，也可以打字。",
  insecure: "这个网址不是安全连接（https），浏览器不让用话筒。请打字，或者打 12333。",
  unsupported: "这个浏览器用不了话筒。请打字，或者打 12333。",
  unplugged: "话筒断开了，正在写下听到的话。要接着说，请先插好话筒。",
  ready: "话筒打开了。请再按住说一次。",
  offline: "现在连不上，先别说话。等连上了再说，也可以打字。",
  lost: "网断了一下，刚才的话没有听全。网好了请再说一次，也可以打字。",
  slow: "刚才的话没有写下来，对不起。请再说一次，也可以打字。",
  silence: "没有听到声音。请靠近一点再说一次，也可以打字。",
  unclear: "没有听清楚，对不起。请慢一点再说一次，也可以打字。",
  busy: "现在说话的人多。请过一会儿再说，也可以打字。",
  unavailable: "现在听不了说话。请打字，或者打 12333。",
  quiet: "有一会儿没听到您说话，话筒先关上了。要说话请再点“免按说话”。",
};

// What one agrees to before the first word.
export function consent(days) {
  const kept = days > 0 ? `录音保留${days}天，到期就删。` : "不保存录音。";
  return [
    `您说的话只由我们的机器写成文字，${kept}`,
    "点“好”，就可以说话了。",
  ];
}

export const secondsLeft = (seconds) => `正在听…还能说${seconds}秒`;
