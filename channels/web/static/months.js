// Calendar months and lengths of time, as the service says them: 2038年12月, 30年4个月.

// Months since year 0; null when the text is no month.
export function ordinal(month) {
  const found = /^(\d{4})年(\d{1,2})月$/.exec(month);
  return found ? Number(found[1]) * 12 + Number(found[2]) - 1 : null;
}

export const monthSaid = (count) => `${(count - (count % 12)) / 12}年${(count % 12) + 1}月`;

export function lengthSaid(months) {
  const rest = months % 12;
  const years = (months - rest) / 12;
  return years && rest ? `${years}年${rest}个月` : rest || !years ? `${rest}个月` : `${years}年`;
}
