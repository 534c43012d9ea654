// Money as whole fen. Amounts come as decimal text ("3253.23"); they are added and compared here without fractions,
// so that a figure on the page is never off by the error of a binary number.

const AMOUNT = /^(-?)(\d+)(?:\.(\d+))?$/;
const TYPED = /^-?\d{1,12}(\.\d{1,6})?$/;
const FEN = 100;

// Fen of an amount in yuan, rounded half up; null when the text is no amount.
export function cents(text) {
  const found = AMOUNT.exec(String(text ?? "").trim());
  if (!found) return null;
  const [, sign, whole, rest = ""] = found;
  const digits = rest.padEnd(3, "0");
  const fen = Number(whole) * FEN + Number(digits.slice(0, 2)) + (digits[2] >= "5" ? 1 : 0);
  return sign ? -fen : fen;
}

// "3253.23", "3253.2", "3253": as the service writes amounts.
export function plain(fen) {
  const amount = Math.abs(fen);
  const rest = amount % FEN;
  const tail = rest ? `.${String(rest).padStart(2, "0").replace(/0$/, "")}` : "";
  return `${fen < 0 ? "-" : ""}${(amount - rest) / FEN}${tail}`;
}

// For reading: from a hundred thousand on the thousands are set apart, "1,171,162.8".
export const yuan = (fen) => plain(fen).replace(/^(-?)(\d{6,})/, (_, sign, whole) => sign + whole.replace(/\B(?=(\d{3})+$)/g, ","));

// How many payments of `each` it takes to reach `sum`; both in fen.
export function payments(sum, each) {
  const rest = sum % each;
  return (sum - rest) / each + (rest ? 1 : 0);
}

// A number a person typed: full-width digits, commas, blanks and 元 are taken as meant; null when it is no number.
export function typedNumber(text) {
  const digits = String(text ?? "").normalize("NFKC").replace(/[\s,，]/g, "").replace(/元$/, "");
  return TYPED.test(digits) ? digits.replace(/^0+(?=\d)/, "") : null;
}
