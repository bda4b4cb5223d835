import type { ReadLine } from './read-line.ts'

/** What decides whether a line belongs to the record before it. */
export interface Following {
  /** Texts of the record so far: the first line, and the last one that was not blank. */
  readonly first: string
  readonly last: string
  /** Blank lines since then. */
  readonly blanks: number
  readonly isError: boolean
  readonly isHead: boolean
}

/** Causes and remainders of traces: JVM, CPython, PHP, Rust, .NET, Go, PostgreSQL's further lines of one report. */
const ALWAYS =
  /^(?:Caused by: |Suppressed: |\.\.\. \d+ (?:more|common frames)|During handling of the above exception|The above exception was the direct cause|#\d+ |note: run with `?RUST_BACKTRACE|stack backtrace:|\s*--- End of (?:inner exception|stack trace)|goroutine \d+|\[signal |created by |exit status \d|Node\.js v\d|PHP Stack trace:|PHP {2,4}\d+\. )/
/** PostgreSQL reports DETAIL, HINT, CONTEXT and STATEMENT as lines of their own with time and prefix (elog.c). */
const FURTHER = /(?:^|\s)(?:DETAIL|HINT|CONTEXT|STATEMENT|QUERY|LOCATION): {2}/
/** A program that ends with these prints everything that follows as part of it, blank lines included. */
const GO_PANIC = /^(?:panic: |fatal error: |http: panic serving )|\bpanic: /
const GO_FRAME = /^[\w/-]+\.[\w(*[]\S*$/
const PYTHON_TRACE = /^(?:Traceback \(most recent call last\):|\s+\+ Exception Group Traceback)/
const RUST_PANIC = /panicked at \S+:$/
/** Node prints the place, the source line and a caret before what was thrown. */
export const NODE_PLACE = /^(?:node:[\w/]+|file:\/\/\/\S+|\/\S+):\d+$/
/** What was thrown, between source line and stack. */
export const THROWN_BY_NODE = /^(?:Uncaught )?(?:[A-Z]\w*)?(?:Error|Exception)(?: \[\w+\])?(?:: |$)/
/** A throwable as printed by printStackTrace after the line that logged it. */
const THROWABLE = /^(?:[a-z_][\w$]*\.)+[A-Z][\w$]*(?:: |$)|^[A-Z][\w$]*(?:Error|Exception)(?:: |$)/
/** Most blank lines inside one record. */
const MAX_BLANKS = 2

/** True when the line goes on with what the record before it says. Blank lines end a record, except where a runtime prints them inside a trace. */
export function continues(text: string, line: ReadLine, before: Following): boolean {
  if (before.blanks > MAX_BLANKS) return false
  if (line.isHead && NODE_PLACE.test(before.first) && THROWN_BY_NODE.test(text)) return true
  if (line.isHead) return FURTHER.test(text.slice(0, 200)) && before.isHead && before.blanks === 0
  if (ALWAYS.test(text)) return true
  if (GO_PANIC.test(before.first)) return before.blanks === 0 || /^\S/.test(text) ? isGoTrace(text) : true
  if (NODE_PLACE.test(before.first)) return !before.last.startsWith('Node.js v')
  if (before.blanks > 0) return PYTHON_TRACE.test(text) && /^(?:During handling|The above exception)/.test(before.last)
  return /^\s/.test(text) || isNextOfTrace(text, before)
}

function isNextOfTrace(text: string, { first, last, isError, isHead }: Following): boolean {
  if (PYTHON_TRACE.test(text)) return isError
  // What was raised stands unindented after the last indented line of a traceback.
  if (/^\s/.test(last) && /^[A-Za-z_][\w.]*(?::|$)/.test(text) && isInTraceback(first, last)) return true
  if (RUST_PANIC.test(first) && last === first) return true
  if (isError && isHead && THROWABLE.test(text)) return true
  return isError && GO_FRAME.test(text)
}

function isInTraceback(first: string, last: string): boolean {
  return PYTHON_TRACE.test(first) || /^\s{2,}(?:File "|\S)/.test(last)
}

function isGoTrace(text: string): boolean {
  return /^\s/.test(text) || GO_FRAME.test(text) || /^(?:rax|rbx|rip|rsp|r\d+|[a-z]{2,6}) +0x/.test(text)
}
