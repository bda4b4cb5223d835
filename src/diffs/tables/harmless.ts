import { vocabulary } from '../words.ts'

/** Watches what happens and changes nothing. */
export const WATCHES = vocabulary([
  ['loggers', 'log*. | log*( | slog. | console. | *Logger(', 'logger.info(x)'],
  ['OpenTelemetry', 'meter*. | tracer*. | trace*( | span*. | telemetry*. | sentry.', 'span.end()'],
  ['Prometheus clients', 'metric*. | metrics! | stats*. | histogram*. | counter*. | gauge*. | prometheus*.', 'counter.inc()'],
  ['clocks of Go, Python', 'time.Now( | time.Since( | time.monotonic( | time.time( | perf_counter(', 'time.Now()'],
  ['clocks of others', 'performance.now( | Date.now( | Instant::now( | System.nanoTime( | Stopwatch*(', 'System.nanoTime()'],
  ['measurements by name', 'observe*( | logged( | record*(', 'observeLatency('],
])
/** Checks that end early, and what closes a block. */
export const GUARDS = vocabulary([
  ['conditions', /^\s*(?:(?:}\s*)?(?:else\s+)?if\b|elif\b|unless\b|guard\b)/, 'if (x) { | elif x: | unless x | guard x'],
  ['early ends', /^\s*(?:return(?:\s+[\w[\]{}"']{1,20}(?:\([^()]*\))?)?\s*;?$|continue\b|end\b)/, 'return fail(x) | continue | end'],
  ['ends of blocks', /^\s*[{}()\];,]*$/, '});'],
])
/** Gives back what was taken, and does nothing else. */
export const GIVES_BACK = vocabulary([
  ['Go defer', /^\s*defer\s/, 'defer f(x)'],
  ['Java, C#', /^\s*[\w.?]*\.?(?:close|release|dispose|cancel)\(\)\s*;?$/i, 'a.close(); | a.release() | a.Dispose(); | cancel()'],
  ['locks and timers', /^\s*[\w.?]*\.(?:unlock|stop)\(\)\s*;?$/i, 'a.unlock() | a.stop();'],
])
/** What is shown, and does nothing. */
export const MARKUP = vocabulary([['HTML, JSX', /^\s*(?:<|\{?\/?\*)|^[^(){};=]*<\/\w+>/, '<p>Hello | {/* a */} | Hello</p>']])
