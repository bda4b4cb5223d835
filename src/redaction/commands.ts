import { isIn, NAME, runEnd } from './characters.ts'
import { mark, type CommandOptions, type Examination } from './examination.ts'
import { isSecretValue } from './values/is-secret-value.ts'
import { bareEnd, readValue, type Value } from './values/read-value.ts'
import { isNoSecret, isStatusWord, looksLikeSecret } from './values/stays.ts'

/** Options that hide a secret behind one letter, by command, as its manual has them. Long ones are known by their names. */
const ROWS: readonly (readonly [commands: string, options: CommandOptions])[] = [
  ['curl wget etcdctl', { '-u': 'login', '--user': 'login', '-U': 'login', '--proxy-user': 'login' }],
  ['http https', { '-a': 'login' }],
  ['smbclient', { '-U': 'login' }],
  ['mysql mysqldump mysqladmin mysqlimport mariadb xtrabackup', { '-p': 'joined' }],
  ['sshpass login mongo mongosh mongodump mongorestore cqlsh useradd', { '-p': 'either' }],
  ['ldapsearch ldapmodify ldapwhoami', { '-w': 'either' }],
  ['sqlcmd bcp ipmitool', { '-P': 'either' }],
  ['zip unzip mosquitto_pub mosquitto_sub', { '-P': 'next' }],
  ['snmpwalk snmpget', { '-A': 'next', '-X': 'next', '-c': 'next' }],
  // The last word of `redis-cli`.
  ['cli', { '-a': 'either' }],
  ['influx', { '-t': 'next' }],
]
const COMMANDS: ReadonlyMap<string, CommandOptions> = new Map(
  ROWS.flatMap(([commands, options]) => commands.split(' ').map((command) => [command, options] as const)),
)

/** The options of a command that carry secrets; undefined for any other word. */
export function optionsOf(command: string): CommandOptions | undefined {
  return COMMANDS.get(command)
}

export const COMMAND_WORDS = [...COMMANDS.keys()]

/** Between an option and its value: blanks, an equals sign, or the border of two elements of a list in JSON or YAML. */
const GAP = /(?:[ \t]{1,8}|=|\v|\\{0,7}["'],[ \t\r\n]{0,32}(?=\\{0,7}["'])|["']?\r?\n[ \t]{0,32}-[ \t]{1,4})/y
const OPTION_LENGTH = 64

/** Reads an option, `-x` or `--name`, at its first dash. Returns where the scan goes on. */
export function atOption(examination: Examination, at: number): number {
  const { text, command, judgeName } = examination
  const short = text.slice(at, at + 2)
  const carried = command === null || text[at + 1] === '-' ? undefined : command[short]
  if (carried !== undefined) return atShortOption(examination, at + 2, carried)
  const start = text[at + 1] === '-' ? at + 2 : at + 1
  const end = runEnd(text, start, NAME)
  if (end === start || end - start > OPTION_LENGTH) return at + 1
  const name = text.slice(start, end)
  if (command?.[`--${name}`] === 'login') return markLogin(examination, afterGap(text, end))
  // With an equals sign it is a pair, and read as one.
  if (text[end] === '=') return end
  const nameClass = judgeName(name)
  if (nameClass === 'none') return end
  const value = afterGap(text, end)
  if (value === null || text[value.start] === '-') return end
  const found = text.slice(value.start, value.end)
  if (found.length < 2 || isStatusWord(found)) return end
  return isSecretValue(found, nameClass === 'authorization' || nameClass === 'cookie' ? 'secret' : nameClass)
    ? mark(examination, value)
    : end
}

function atShortOption(examination: Examination, at: number, carried: CommandOptions[string]): number {
  const { text } = examination
  const isJoined = isArgument(text, at) && text[at] !== '='
  if (carried === 'login')
    return markLogin(examination, isJoined ? { form: 'bare', start: at, end: bareEnd(text, at) } : afterGap(text, at))
  if (isJoined) return carried === 'next' ? at : markArgument(examination, readJoined(text, at))
  return carried === 'joined' ? at : markArgument(examination, afterGap(text, at))
}

function readJoined(text: string, at: number): Value {
  return text[at] === "'" ? readValue(text, at, "'") : { form: 'bare', start: at, end: bareEnd(text, at) }
}

function isArgument(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  return code > 32 && text[at] !== '"' && text[at] !== '\\' && text[at] !== ','
}

function afterGap(text: string, end: number): Value | null {
  GAP.lastIndex = end
  if (!GAP.test(text)) return null
  const value = readValue(text, GAP.lastIndex, '')
  return value.form === 'quoted' || value.form === 'bare' ? value : null
}

function markArgument(examination: Examination, value: Value | null): number {
  if (value === null) return -1
  const found = examination.text.slice(value.start, value.end)
  return isNoSecret(found) || found.startsWith('-') ? value.start : mark(examination, value)
}

/** `user:password`: the user stays. A token that stands in the user's place goes with the colon after it. */
function markLogin(examination: Examination, value: Value | null): number {
  if (value === null) return -1
  const { text } = examination
  const colon = text.slice(value.start, Math.min(value.end, value.start + 256)).search(/[:%]/)
  if (colon < 0) return value.end
  const start = value.start + colon + 1
  return start === value.end
    ? mark(examination, { start: value.start, end: start - 1 })
    : isNoSecret(text.slice(start, value.end))
      ? value.end
      : mark(examination, { start, end: value.end })
}

/** Words after which a secret stands by itself; each pattern is sticky, and what it takes ends right before the secret. */
const POSITIONAL: Readonly<Record<string, RegExp>> = {
  identified: /identified\s{1,4}(?:with\s{1,4}\S{1,64}\s{1,4})?by\s{1,4}(?:password\s{1,4})?(?=['"])/iy,
  requirepass: /requirepass\s{1,4}/iy,
  masterauth: /masterauth\s{1,4}/iy,
  add_user: /add_user\s{1,4}[\w.@-]{1,64}\s{1,4}/y,
  change_password: /change_password\s{1,4}[\w.@-]{1,64}\s{1,4}/y,
  machine: /machine\s{1,4}\S{1,253}\s{1,4}login\s{1,4}\S{1,64}\s{1,4}password\s{1,4}/y,
  password: /password\s{1,4}(?=')/iy,
  passin: /passin\s{1,4}pass:/y,
  passout: /passout\s{1,4}pass:/y,
  passw: /passw(?:or)?d\s{1,4}(?=')/iy,
  configure: /configure\s{1,4}set\s{1,4}(?:\w{1,64}\.){0,4}aws_(?:secret_access_key|session_token)\s{1,4}/y,
  auth: /AUTH\s{1,4}(?:\w{1,64}\s{1,4})?(?=\S{6})/y,
  alias: /alias\s{1,4}set\s{1,4}\S{1,64}\s{1,4}\S{1,253}\s{1,4}\S{1,128}\s{1,4}/y,
}

/** Masks the secret that follows a word of the table. Returns where the scan goes on; -1 when there is none. */
export function atPositional(examination: Examination, at: number, word: string): number {
  const pattern = POSITIONAL[word]
  if (pattern === undefined) return -1
  pattern.lastIndex = at
  if (!pattern.test(examination.text)) return -1
  const value = readValue(examination.text, pattern.lastIndex, '')
  if (value.form !== 'quoted' && value.form !== 'bare') return -1
  const found = examination.text.slice(value.start, value.end)
  const isSecret = word === 'auth' ? looksLikeSecret(found) : found.length >= 4 && !isStatusWord(found) && !isNoSecret(found)
  return isSecret && !/^[\w-]+=/.test(found) ? mark(examination, value) : -1
}

export const POSITIONAL_WORDS = Object.keys(POSITIONAL)

/** Whether an option may begin at a dash: it stands at the beginning of a word. */
export function isOptionStart(text: string, at: number): boolean {
  const before = text.charCodeAt(at - 1)
  return at === 0 || before <= 32 || before === 34 || before === 39 || (!isIn(NAME, text, at - 1) && before === 96)
}
