/** One way in which a runtime, shell or loader says that a program failed, without a level. */
export interface BareFailure {
  readonly source: string
  readonly example: string
  /** Matches at the start of a line. */
  readonly pattern: RegExp
}

/** What is printed when a program ends, or cannot start: nobody configured a logger for these, so no level stands before them. */
export const BARE_FAILURES: readonly BareFailure[] = [
  { source: 'Go runtime, panics', example: 'panic: runtime error: invalid memory address or nil pointer dereference', pattern: /^panic: / },
  { source: 'Go runtime, throws', example: 'fatal error: all goroutines are asleep - deadlock!', pattern: /^fatal error: / },
  { source: 'Go net/http', example: 'http: panic serving 10.0.0.1:5512: boom', pattern: /^http: panic serving / },
  { source: 'CPython', example: 'Traceback (most recent call last):', pattern: /^Traceback \(most recent call last\):/ },
  { source: 'CPython, initialisation', example: 'Fatal Python error: init_fs_encoding: failed', pattern: /^Fatal Python error: / },
  {
    source: 'Java, uncaught exceptions',
    example: 'Exception in thread "main" java.lang.IllegalStateException: no queue',
    pattern: /^Exception in thread "/,
  },
  { source: 'Java launcher', example: 'Error: Could not find or load main class com.example.App', pattern: /^Error: / },
  { source: 'HotSpot, start', example: 'Error occurred during initialization of VM', pattern: /^Error occurred during initialization/ },
  {
    source: 'exception names of Java, Python, JavaScript, .NET',
    example: 'java.lang.IllegalStateException: no queue',
    pattern: /^(?:[a-z_][\w$]*\.)*(?:[A-Z][\w$]*)?(?:Error|Exception)(?: \[\w+\])?(?:: |$)/,
  },
  { source: 'V8, uncaught', example: 'Uncaught TypeError: x is not a function', pattern: /^Uncaught (?:\w+Error|Exception|exception)\b/ },
  {
    source: 'Node, rejections',
    example: '[UnhandledPromiseRejection: This error originated either by throwing inside of an async function]',
    pattern: /^\[?UnhandledPromiseRejection/,
  },
  { source: 'V8, heap', example: 'FATAL ERROR: Reached heap limit Allocation failed', pattern: /^FATAL ERROR: / },
  { source: '.NET, unhandled', example: 'Unhandled exception. System.IO.FileNotFoundException: x', pattern: /^Unhandled [Ee]xception[.:]/ },
  {
    source: 'Rust, panics',
    example: "thread 'main' panicked at src/main.rs:7:5:",
    pattern: /^thread '[^']{0,80}'(?: \(\d+\))? panicked at /,
  },
  { source: 'libstdc++', example: "terminate called after throwing an instance of 'std::runtime_error'", pattern: /^terminate called / },
  {
    source: 'glibc, shells: signals',
    example: 'Segmentation fault (core dumped)',
    pattern: /^(?:Segmentation fault|Bus error|Aborted|Illegal instruction)\b/,
  },
  {
    source: 'glibc',
    example: '*** stack smashing detected ***: terminated',
    pattern: /^\*\*\* (?:stack smashing|buffer overflow) detected/,
  },
  {
    source: 'dash, bash: programs that are not there',
    example: 'sh: 1: wge: not found',
    pattern:
      /^(?:\/\S{1,80}|-?(?:ba|da|a|k|z)?sh|[\w./-]{1,80}\.sh): (?:line )?(?:\d+: )?[^:]{1,120}: (?:not found|command not found|No such file or directory|Permission denied|cannot execute)/,
  },
  {
    source: 'kernel and runtimes: exec',
    example: 'exec /app/server: exec format error',
    pattern: /^(?:standard_init_linux\.go:\d+: )?exec \S{1,200}: (?:exec format error|no such file or directory|permission denied)/,
  },
  {
    source: 'dynamic loader',
    example: '/app/server: error while loading shared libraries: libssl.so.3',
    pattern: /^\S{1,200}: error while loading shared libraries: /,
  },
  {
    source: 'nginx, before its log is open',
    example: 'nginx: [emerg] bind() to 0.0.0.0:80 failed (13: Permission denied)',
    pattern: /^[\w.-]{1,40}: \[(?:emerg|alert|crit|error)\] /,
  },
  { source: 'BEAM', example: 'Crash dump is being written to: erl_crash.dump...done', pattern: /^Crash dump is being written to: / },
]

/** True for a line without a level that says, by where and how it stands there, that a program failed. */
export function isBareFailure(text: string): boolean {
  return BARE_FAILURES.some(({ pattern }) => pattern.test(text))
}
