import { DIGIT, isIn, WORD } from './characters.ts'
import { mark, type Examination } from './examination.ts'
import { nameBefore, quoteBefore } from './values/read-value.ts'

/** Payment cards: issuer and length (ISO/IEC 7812-1, and the issuers' ranges), in groups or not. */
const CARD =
  /[2-6]\d{3}[ -]?\d{4}[ -]?\d{4}[ -]?\d{4}(?:\d{3})?(?![\d.\w])|3[47]\d{2}[ -]?\d{6}[ -]?\d{5}(?![\d.\w])|3(?:0[0-5]|[68]\d)\d[ -]?\d{6}[ -]?\d{4}(?![\d.\w])/y
const ISSUED =
  /^(?:4\d{15}(?:\d{3})?|(?:5[1-5]\d\d|222[1-9]|22[3-9]\d|2[3-6]\d\d|27[01]\d|2720)\d{12}|3[47]\d{13}|3(?:0[0-5]|[68]\d)\d{11}|6(?:011|5\d\d|4[4-9]\d)\d{12}|35(?:2[89]|[3-8]\d)\d{12}|62\d{14}(?:\d{3})?|(?:5[06-9]|6[0-9])\d{14})$/

/** Masks a payment card number that begins here. Returns where the scan goes on; -1 when there is none. */
export function atDigit(examination: Examination, at: number): number {
  const { text } = examination
  const first = text.charCodeAt(at)
  if (first < 50 || first > 54 || text[at - 1] === '.' || text[at - 1] === '-') return -1
  CARD.lastIndex = at
  const found = CARD.exec(text)?.[0]
  if (found === undefined || !isCardNumber(found) || isInNumberList(text, at, at + found.length) || isCounted(text, at)) return -1
  // A bare number of JSON becomes a string, or the text would be JSON no more.
  const quote = quoteBefore(text, at)
  return quote === null ? -1 : mark(examination, { start: at, end: at + found.length, quote })
}

/** Under these names numbers are ids, times and sizes, and one in some hundreds passes for a card. */
const COUNTED =
  /(?:id|ids|ns|us|ms|ts|time|stamp|at|bytes|size|offset|count|version|seq|sequence|span|trace|total|length|hash|usage|limit|memory|nanos|micros)$/i

function isCounted(text: string, at: number): boolean {
  const separator = /["'=:][=:\s"'\\]{0,4}$/.test(text.slice(Math.max(0, at - 4), at))
    ? text.slice(Math.max(0, at - 4), at).search(/[=:]/)
    : -1
  if (separator < 0) return false
  return COUNTED.test(nameBefore(text, Math.max(0, at - 4) + separator)?.name ?? '')
}

/** A number between brackets or commas is one of a series, and no card. */
function isInNumberList(text: string, start: number, end: number): boolean {
  return /[[,]\s{0,64}$/.test(text.slice(Math.max(0, start - 65), start)) && /^\s{0,64}[,\]]/.test(text.slice(end, end + 65))
}

/** The Luhn check (ISO/IEC 7812-1, annex B). */
function isCardNumber(text: string): boolean {
  const digits = text.replaceAll(/\D/g, '')
  if (!ISSUED.test(digits)) return false
  let sum = 0
  for (let index = 0; index < digits.length; index++) {
    const digit = digits.charCodeAt(digits.length - 1 - index) - 48
    sum += index % 2 === 0 ? digit : digit > 4 ? digit * 2 - 9 : digit * 2
  }
  return sum % 10 === 0
}

/** Lengths of bank account numbers by country (the IBAN registry of SWIFT, ISO 13616). */
const IBAN_LENGTHS: ReadonlyMap<string, number> = new Map(
  `AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 CH21 CR22 CY28 CZ24 DE22 DK18 DO28 EE20 EG29 ES24 FI18 FO18 FR27 GB22 GE22
  GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IS26 IT27 JO30 KW30 KZ20 LB28 LI21 LT20 LU20 LV21 MC27 MD24 ME22 MK19 MT31 MU30 NL18
  NO15 PK24 PL28 PS29 PT25 QA29 RO24 RS22 SA24 SE24 SI19 SK24 SM27 TN24 TR26 UA29 XK20`
    .split(/\s+/)
    .map((row) => [row.slice(0, 2), Number(row.slice(2))]),
)
const IBAN = /[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?/y

/** Masks a bank account number that begins here. Returns where the scan goes on; -1 when there is none. */
export function atBankAccount(examination: Examination, at: number): number {
  const { text } = examination
  if (!isIn(DIGIT, text, at + 2) || !isIn(DIGIT, text, at + 3)) return -1
  const length = IBAN_LENGTHS.get(text.slice(at, at + 2))
  if (length === undefined) return -1
  IBAN.lastIndex = at
  const found = IBAN.exec(text)?.[0]
  const end = at + (found?.length ?? 0)
  if (found === undefined || found.replaceAll(' ', '').length !== length || isIn(WORD, text, end)) return -1
  // The digits of most countries; an upper-case word of the same length is none.
  return (found.match(/\d/g)?.length ?? 0) >= length / 2 ? mark(examination, { start: at, end }) : -1
}
