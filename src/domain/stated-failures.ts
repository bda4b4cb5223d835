/** The closed list of failures that a program can state of itself, and that it does not state by chance. */
export type StatedFailureKind =
  | 'crash'
  | 'out_of_memory'
  | 'no_space'
  | 'read_only'
  | 'permission_denied'
  | 'executable_missing'
  | 'wrong_architecture'
  | 'library_missing'
  | 'file_missing'
  | 'address_in_use'
  | 'cannot_bind'
  | 'certificate_expired'
  | 'authentication_failed'
  | 'too_many_files'
  | 'setting_missing'
  | 'setting_invalid'

/** One way in which a runtime, library or tool states such a failure. */
export interface StatedFailureWords {
  readonly kind: StatedFailureKind
  readonly source: string
  readonly example: string
  readonly pattern: RegExp
}

/**
 * What programs in general print, in the order in which it is looked for: a reason before the crash that it led to, which is stated around it. Network
 * failures of calls are in `network-failures.ts`: those come and go, these do not.
 */
export const STATED_FAILURES: readonly StatedFailureWords[] = [
  {
    kind: 'out_of_memory',
    source: 'libc ENOMEM; Java; V8; Go; CPython; .NET; Linux oom killer',
    example: 'java.lang.OutOfMemoryError: Java heap space',
    pattern:
      /\b(?:java\.lang\.)?OutOfMemoryError|JavaScript heap out of memory|runtime: out of memory|[Cc]annot allocate memory|\bMemoryError\b|System\.OutOfMemoryException|Out of memory: Killed process|std::bad_alloc/,
  },
  {
    kind: 'no_space',
    source: 'libc ENOSPC and EDQUOT; Node; PostgreSQL; MySQL',
    example: 'could not extend file "base/5/16391": No space left on device',
    pattern: /[Nn]o space left on device|\bENOSPC\b|[Dd]isk quota exceeded|\bEDQUOT\b|There is not enough space on the disk/,
  },
  {
    kind: 'read_only',
    source: 'libc EROFS; Python; Node',
    example: "OSError: [Errno 30] Read-only file system: '/app/cache'",
    pattern: /[Rr]ead-only file system|\bEROFS\b/,
  },
  {
    kind: 'address_in_use',
    source: 'libc EADDRINUSE; Node; Java; Go',
    example: 'listen tcp :8080: bind: address already in use',
    pattern: /[Aa]ddress (?:already )?in use|\bEADDRINUSE\b|port is already allocated|Port \d{1,5} was already in use/,
  },
  {
    kind: 'cannot_bind',
    source: 'libc EACCES and EADDRNOTAVAIL on bind; nginx; Node; Go',
    example: 'bind() to 0.0.0.0:80 failed (13: Permission denied)',
    pattern:
      /\bbind(?:\(\)|:| ).{0,80}(?:[Pp]ermission denied|[Cc]annot assign requested address|not permitted)|listen EACCES|listen EADDRNOTAVAIL|[Ff]ailed to (?:bind|listen)|[Cc](?:ould not|annot|an't) bind|[Cc]annot listen on/,
  },
  {
    kind: 'executable_missing',
    source: 'runc, containerd; POSIX shells; env; tini',
    example: 'exec: "wge": executable file not found in $PATH',
    pattern:
      /executable file not found|\bsh: (?:line )?(?:\d{1,5}: )?[^:]{1,120}: (?:command )?not found|: command not found$|^env: .{1,120}: No such file or directory|\bexec\b.{0,120}: no such file or directory/i,
  },
  {
    kind: 'wrong_architecture',
    source: 'libc ENOEXEC as kernel, runc and shells print it',
    example: 'exec /app/server: exec format error',
    pattern: /[Ee]xec format error|cannot execute binary file/,
  },
  {
    kind: 'library_missing',
    source: 'ld.so; Node; CPython; Java; Ruby; PHP; .NET',
    example: "Error: Cannot find module 'express'",
    pattern:
      /error while loading shared libraries|Cannot find (?:module|package) '|ERR_MODULE_NOT_FOUND|\bModuleNotFoundError\b|ImportError: (?:cannot import|No module)|Could not find or load main class|\bNoClassDefFoundError\b|cannot load such file -- |Could not load file or assembly/,
  },
  {
    kind: 'permission_denied',
    source: 'libc EACCES and EPERM; Python; Node; Java; Go',
    example: "PermissionError: [Errno 13] Permission denied: '/data/index'",
    pattern:
      /: [Pp]ermission denied|[Pp]ermission denied:|\bPermissionError\b|\bEACCES\b|\(13: Permission denied\)|AccessDeniedException: \/|\bEPERM\b|[Oo]peration not permitted/,
  },
  {
    kind: 'certificate_expired',
    source: 'Go crypto/x509; OpenSSL; Node; Java',
    example: 'x509: certificate has expired or is not yet valid: current time 2026-05-12T12:00:00Z is after 2026-05-11T00:00:00Z',
    pattern: /certificate has expired|CERT_HAS_EXPIRED|CertificateExpiredException|certificate expired|certificate is not yet valid/,
  },
  {
    kind: 'authentication_failed',
    source: 'PostgreSQL; MySQL; Redis; MongoDB; RabbitMQ; Kafka; LDAP; SSH',
    example: 'FATAL: password authentication failed for user "orders"',
    pattern:
      /password authentication failed|Access denied for user|WRONGPASS|NOAUTH Authentication required|invalid username-password pair|[Aa]uthentication failed|SaslAuthenticationException|ACCESS_REFUSED|[Ii]nvalid credentials|role "[^"]{1,80}" does not exist/,
  },
  {
    kind: 'too_many_files',
    source: 'libc EMFILE and ENFILE',
    example: 'accept4(): too many open files',
    pattern: /[Tt]oo many open files|\bEMFILE\b|\bENFILE\b/,
  },
  {
    kind: 'setting_missing',
    source: 'Python KeyError of os.environ; Spring; Ruby; envconfig; pydantic; shells (set -u)',
    example: 'required key ORDERS_DSN missing value',
    pattern:
      /required (?:key|environment variable|env(?:ironment)? var(?:iable)?|variable|setting) ["'`$]?\w{1,80}["'`]?|[Ee]nvironment variable ["'`$]?\w{1,80}["'`]? (?:is )?(?:not set|not defined|undefined|missing|required|must be set|not found|is empty)|(?:[Mm]issing|unset|undefined) (?:required )?(?:environment|env) var|KeyError: '[A-Z][A-Z0-9_]{2,80}'|key not found: "[A-Z][A-Z0-9_]{2,80}"|\b[A-Z][A-Z0-9]{0,40}_[A-Z0-9_]{1,80}["'`]? (?:is (?:undefined|unset|not set|required|missing|empty|not defined)|(?:must be|not|is not|was not) (?:set|defined|provided))\b|Could not resolve placeholder '|parameter not set$|unbound variable$/,
  },
  {
    kind: 'setting_invalid',
    source: 'GNU getopt; Go flag; cobra; argparse; nginx; Spring; yaml parsers',
    example: 'flag provided but not defined: -prot',
    pattern:
      /flag provided but not defined|unknown (?:flag|option|directive|command|shorthand flag)\b|unrecognized (?:option|argument|arguments|command)\b|invalid option\b|error: unrecognized arguments|Invalid (?:configuration|config)\b|error parsing config|[Ff]ailed to (?:parse|load|read) (?:the )?config|yaml: (?:line \d|unmarshal)|configuration file .{1,120} test failed/,
  },
  {
    kind: 'file_missing',
    source: 'libc ENOENT; Node; Python; Java; Go',
    example: "FileNotFoundError: [Errno 2] No such file or directory: '/etc/orders/config.yaml'",
    pattern:
      /No such file or directory|no such file or directory|\bENOENT\b|\bFileNotFoundError\b|FileNotFoundException|NoSuchFileException/,
  },
  {
    kind: 'crash',
    source: 'Go; CPython; Java; Node; .NET; Rust; C++; kernel signals; Erlang',
    example: 'panic: runtime error: invalid memory address or nil pointer dereference',
    pattern:
      /(?:^|\s)panic: |^fatal error: |(?:^|\n)Traceback \(most recent call last\):|Exception in thread "|^Uncaught |[Uu]ncaught(?:Exception|\s(?:exception|error))|[Uu]nhandled (?:[Ee]xception|promise rejection|rejection)|UnhandledPromiseRejection|Unhandled 'error' event|panicked at |terminate called after throwing|[Ss]egmentation (?:fault|violation)|\bSIGSEGV\b|core dumped|stack smashing detected|Fatal Python error|Fatal error: Uncaught/,
  },
]

/** The failure that a text states first in the order of the table; null when it states none. A text without one may still be an error. */
export function statedFailureIn(text: string): StatedFailureKind | null {
  return STATED_FAILURES.find(({ pattern }) => pattern.test(text))?.kind ?? null
}
