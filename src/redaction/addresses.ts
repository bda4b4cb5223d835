import { characterSet, isIn, runStart, WORD } from './characters.ts'
import { mark, type Examination } from './examination.ts'
import { isRandom } from './values/randomness.ts'

/** Longest user and password of an address; what is longer has no password in it. */
const MAX_USER_INFO = 1024
const LOCAL_PART = characterSet('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._%+-')
const ENDS = characterSet(' "\'<>`\t\n\r')
/** Error trackers put a key of sixteen or more hexadecimal digits where the user stands. */
const TRACKER_KEY = /^[0-9a-f]{16,}$/

/** Masks user and password of an address, `scheme://user:password@host`, at its `://`; a password may hold `@` and `/`. Returns where the scan goes on. */
export function atAddress(examination: Examination, at: number): number {
  const { text } = examination
  const start = at + 3
  const { colon, userAt, slash } = readUserInfo(text, start)
  if (userAt < 0) return start
  const user = text.slice(start, userAt)
  if (colon >= 0) return mark(examination, { start, end: userAt })
  if (slash < 0 && (TRACKER_KEY.test(user) || isRandom(user, true))) return mark(examination, { start, end: userAt })
  return start
}

/** The first colon, the `@` that ends the user part, and the first slash before that; -1 for what is not there. */
function readUserInfo(text: string, start: number) {
  const last = Math.min(text.length, start + MAX_USER_INFO)
  let colon = -1
  let slash = -1
  let userAt = -1
  for (let at = start; at < last; at++) {
    const code = text.charCodeAt(at)
    if (ENDS[code] === 1 || code === 92) break
    if (code === 58 && colon < 0) colon = at
    else if (code === 64) {
      // After a slash only a password that holds it goes on: what looks like a port is one, and then there is no user.
      if (slash >= 0 && (colon < 0 || colon > slash || /^\d{1,5}$/.test(text.slice(colon + 1, slash)))) break
      if (slash >= 0 && userAt >= 0) break
      userAt = at
    } else if ((code === 47 || code === 63 || code === 35) && slash < 0) {
      slash = at
      if (userAt >= 0) break
    } else if (code === 58 && text.startsWith('://', at)) break
  }
  return { colon: colon >= 0 && colon < userAt ? colon : -1, userAt, slash: slash >= 0 && slash < userAt ? slash : -1 }
}

const DOMAIN = /[A-Za-z0-9][\w-]{0,62}(?:\.[\w-]{1,63}){0,8}\.([A-Za-z]{2,24})\b/y
/** Units of systemd have an `@` in their names, and are no addresses of people. */
const UNIT_SUFFIXES = new Set(['service', 'socket', 'target', 'timer', 'mount', 'slice', 'scope', 'path', 'device', 'automount', 'swap'])
/** Accounts that belong to programs. */
const PROGRAM_ACCOUNTS = new Set(['git', 'root', 'hg', 'svn'])

/** Masks an e-mail address (and the login of a database driver's `user:password@tcp(host)`) at its `@`. Returns where the scan goes on. */
export function atSign(examination: Examination, at: number): number {
  const { text } = examination
  if (text.startsWith('tcp(', at + 1) || text.startsWith('unix(', at + 1)) return atDriverLogin(examination, at)
  const start = runStart(text, at, LOCAL_PART)
  if (start === at) return at + 1
  DOMAIN.lastIndex = at + 1
  const domain = DOMAIN.exec(text)
  if (domain === null || /^\d+\.\d/.test(domain[0]) || isIn(WORD, text, DOMAIN.lastIndex)) return at + 1
  if (UNIT_SUFFIXES.has((domain[1] ?? '').toLowerCase()) || PROGRAM_ACCOUNTS.has(text.slice(start, at))) return at + 1
  return mark(examination, { start, end: DOMAIN.lastIndex })
}

const MAX_LOGIN = 128

/** The Go drivers' address: `user:password@tcp(host:port)/name`. */
function atDriverLogin(examination: Examination, at: number): number {
  const { text } = examination
  let start = at
  while (start > 0 && at - start < MAX_LOGIN && ENDS[text.charCodeAt(start - 1)] !== 1 && text[start - 1] !== '=') start -= 1
  const colon = text.indexOf(':', start)
  return colon > start && colon < at ? mark(examination, { start: colon + 1, end: at }) : at + 1
}
