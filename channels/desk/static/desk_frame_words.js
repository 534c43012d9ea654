// What the frame around the lists of the desk says.

export const FRAME = {
  again: "再试一次",
  loading: "正在取数，请稍等",
  send: "确定",
  cancel: "不做了",
  missing: (label) => `请填写“${label}”`,
  unexpected: "没有办成，请再试一次。还不行请告诉管理员。",
};
