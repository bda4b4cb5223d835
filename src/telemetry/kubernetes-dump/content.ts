/** What a file of a dump is, told by how it begins. `other` is nothing that is read. */
export type Content = 'json' | 'yaml' | 'describe' | 'event_table' | 'table' | 'sections' | 'log' | 'refusals' | 'archive' | 'other'

/** Characters that a file is told by. */
export const HEAD_CHARS = 4096

const OBJECT_KEY = /"(?:apiVersion|kind|items|metadata)"\s*:/
const YAML_KEY = /^(?:- )?(?:apiVersion|kind|items|metadata):(?:\s|$)/m
const SECTION = /^==== START logs for container /m
const NAMED = /^Name: +\S/
/** What `kubectl describe` prints below the name of one kind or another. */
const DESCRIBED = /^(?:Namespace|Labels|Priority|Annotations|Roles|Selector|CreationTimestamp|StorageClass|Address):/m
const EVENT_TABLE = /^(?:NAMESPACE\s+)?LAST SEEN\s+(?:FIRST SEEN\s+|COUNT\s+)*TYPE\s+REASON\s+/
/** Column names in capitals, as kubectl prints them: the first two, at least two blanks apart. */
const TABLE = /^[A-Z][A-Z-]*(?: [A-Z-]+)*\s{2,}[A-Z]/
const STAMPED = /^(?:\[pod\/[^\]\s]+\] )?\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d/m

/** What kubectl says instead of a listing, and how tools name files that keep it. */
const REFUSAL =
  /^(?:Error from server|error: the server|Unable to connect to the server|The connection to the server|\{?\[?\s*"[^"\n]{0,300} is forbidden: User )/
const REFUSAL_NAME = /-errors\.json$|\.json\.error$/
/** Files that say when something was begun and ended. */
const ONLY_TIMES = /^[\d\s:.TZUCm+=-]+$/

/**
 * Tells a file by its first characters, and for logs, which may begin with anything, by its name too. Objects come first: a list of objects is text that a
 * log line could hold.
 */
export function contentOf(head: string, name: string): Content {
  const start = head.trimStart()
  if (REFUSAL_NAME.test(name) || REFUSAL.test(start)) return 'refusals'
  if (ONLY_TIMES.test(head)) return 'other'
  if (head.includes('\uFFFD') && !/\p{L}{4}/u.test(start)) return 'other'
  if (/^[[{]/.test(start)) return isObjectJson(start) ? 'json' : logOr('other', head, name)
  if (SECTION.test(start)) return 'sections'
  if (YAML_KEY.test(start)) return 'yaml'
  if (NAMED.test(start) && DESCRIBED.test(start)) return 'describe'
  if (EVENT_TABLE.test(start)) return 'event_table'
  if (TABLE.test(start) && !isLogName(name)) return 'table'
  return logOr('other', head, name)
}

/** An object within its first line is a log line that happens to be JSON unless it says its kind. */
function isObjectJson(start: string): boolean {
  return start.startsWith('[') ? OBJECT_KEY.test(start) || /^\[\s*\]/.test(start) : OBJECT_KEY.test(start)
}

function logOr(content: Content, head: string, name: string): Content {
  return head.trim() !== '' && (isLogName(name) || STAMPED.test(head)) ? 'log' : content
}

function isLogName(name: string): boolean {
  return /(?:^|[/._-])(?:logs?|previous|current)(?:[/._-]|$)/.test(name)
}
