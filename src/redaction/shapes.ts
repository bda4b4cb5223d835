import { DIGIT, HEX, isIn, NAME, runStart } from './characters.ts'
import { isHint } from './names/judge-name.ts'
import { mark, type Examination } from './examination.ts'
import { isSecretValue } from './values/is-secret-value.ts'

/** Longest text of an element that is read. */
const MAX_ELEMENT = 4096

/**
 * Masks the text of an XML element with a telling name, `<password>X</password>`, at the `>` of its opening tag; or, where the text is escaped as
 * Slack and HTML escape it, at the end of `&gt;`. Returns where the scan goes on.
 */
export function atElement(examination: Examination, at: number): number {
  const { text, judgeName } = examination
  const nameEnd = text[at] === ';' ? at - '&gt'.length : at
  const start = runStart(text, nameEnd, NAME)
  if (start === nameEnd || !(text[start - 1] === '<' || text[start - 1] === ':' || text.startsWith('&lt;', start - 4))) return at + 1
  const nameClass = judgeName(text.slice(start, nameEnd))
  if (nameClass === 'none' || isHint(nameClass)) return at + 1
  const length = text.slice(at + 1, at + 1 + MAX_ELEMENT).search(/<|&lt;|[\n"]/)
  const end = at + 1 + length
  if (length <= 0 || (text[end] !== '<' && text[end] !== '&')) return at + 1
  const value = { start: at + 1, end }
  return isSecretValue(text.slice(value.start, value.end), nameClass) ? mark(examination, value) : at + 1
}

/** Hashes of passwords as crypt(5) and its followers write them: they can be guessed, and are kept as secret as the passwords. */
const PASSWORD_HASH = /\$(?:2[abxy]|apr1|[1567]|y|gy|scrypt|argon2\w{1,2}|pbkdf2-\w{1,16})\$[^\s:"'\\,;<>]{16,256}/y

/** Masks a hashed password that begins here. Returns where the scan goes on. */
export function atHash(examination: Examination, at: number): number {
  PASSWORD_HASH.lastIndex = at
  return PASSWORD_HASH.test(examination.text) ? mark(examination, { start: at, end: PASSWORD_HASH.lastIndex }) : at + 1
}

/** Azure's client secrets carry their version and a tilde after three characters; Mailchimp's keys end in the data centre. */
const AZURE_SECRET = /\w{3}[78]Q~[\w.~-]{31,34}(?![\w~-])/y
const AZURE_BEFORE_TILDE = 5
const DATA_CENTRE = /-us\d{1,2}(?!\w)/y
const MAILCHIMP_DIGITS = 32

/** Masks an Azure client secret at its tilde. Returns where the scan goes on. */
export function atTilde(examination: Examination, at: number): number {
  AZURE_SECRET.lastIndex = at - AZURE_BEFORE_TILDE
  if (at < AZURE_BEFORE_TILDE || !AZURE_SECRET.test(examination.text)) return at + 1
  return mark(examination, { start: at - AZURE_BEFORE_TILDE, end: AZURE_SECRET.lastIndex })
}

/** Masks a key that ends in a data centre at the dash before it. Returns where the scan goes on; -1 when there is none. */
export function atDataCentre(examination: Examination, at: number): number {
  DATA_CENTRE.lastIndex = at
  if (examination.text[at + 1] !== 'u' || !DATA_CENTRE.test(examination.text)) return -1
  const start = runStart(examination.text, at, HEX)
  return at - start === MAILCHIMP_DIGITS ? mark(examination, { start, end: DATA_CENTRE.lastIndex }) : -1
}

/** Telegram: the id of the bot, a colon, 35 characters. */
const BOT_KEY = /:[\w-]{35}(?![\w-])/y

/** Masks a bot's key at its colon. Returns where the scan goes on; -1 when there is none. */
export function atBotKey(examination: Examination, at: number): number {
  const { text } = examination
  if (!isIn(DIGIT, text, at - 1)) return -1
  BOT_KEY.lastIndex = at
  if (!BOT_KEY.test(text)) return -1
  const start = runStart(text, at, DIGIT)
  return at - start >= 8 && at - start <= 10 ? mark(examination, { start, end: BOT_KEY.lastIndex }) : -1
}
