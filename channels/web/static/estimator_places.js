// Cities whose figures stand apart from their province's in knowledge_base/parameters, and provinces whose formula
// also takes a base of the place of retirement. A test compares both with the parameter files.

export const CITIES = { 广东: ["广州", "深圳"], 辽宁: ["沈阳", "大连"], 湖北: ["武汉"] };
export const LOCAL_BASE_PROVINCES = ["吉林", "河南"];
export const ELSEWHERE = "-";

export const regionOf = ({ province, city }) => (city && city !== ELSEWHERE ? `${province}/${city}` : province);

export function placeSaid({ province, city }) {
  if (!CITIES[province] || !city) return province;
  return city === ELSEWHERE ? `${province}（其他市）` : `${province}${city}`;
}
