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
