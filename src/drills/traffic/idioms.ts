import type { Random } from '../random.ts'
import type { Language } from '../topology/topology.ts'
import type { Failure } from './failure.ts'

/** How the programs of a drill word what they could not do. */
export interface Idioms {
  /** A failure of the way as the caller's runtime words it. What a callee answered itself stays as it is. */
  ofRuntime(failure: Failure, language: Language): Failure
  /** What a caller says of a failure behind it. */
  ofCaller(callee: string, message: string): string
}

type Unreached = 'dns' | 'refused' | 'timeout'

/** Every program speaks as a Go program does: the wording of plain drills. */
export const ONE_IDIOM: Idioms = {
  ofRuntime: (failure) => failure,
  ofCaller: (callee, message) => `failed to call ${callee}: ${message}`,
}

/** What the standard libraries say; `%` stands for the name or the address. Sources: their documentation and source texts. */
const RUNTIMES: Readonly<Record<Language, Readonly<Record<Unreached, string>> | null>> = {
  go: null,
  java: {
    dns: 'java.net.UnknownHostException: %: Name or service not known',
    refused: 'java.net.ConnectException: Connection refused: /%',
    timeout: 'java.net.SocketTimeoutException: Connect timed out (%)',
  },
  nodejs: { dns: 'getaddrinfo ENOTFOUND %', refused: 'connect ECONNREFUSED %', timeout: 'connect ETIMEDOUT %' },
  python: {
    dns: "Failed to resolve '%' ([Errno -2] Name or service not known)",
    refused: '[Errno 111] Connection refused: %',
    timeout: 'HTTPConnectionPool(%): Max retries exceeded (Caused by ConnectTimeoutError: timed out)',
  },
  dotnet: {
    dns: 'System.Net.Http.HttpRequestException: Name or service not known (%)',
    refused: 'System.Net.Http.HttpRequestException: Connection refused (%)',
    timeout: 'System.Threading.Tasks.TaskCanceledException: The request to % was canceled due to the configured HttpClient.Timeout',
  },
  rust: {
    dns: 'error trying to connect: dns error for %: failed to lookup address information: Name or service not known',
    refused: 'error trying to connect: tcp connect error: Connection refused (os error 111) %',
    timeout: 'error trying to connect: tcp connect error: Connection timed out (os error 110) %',
  },
}

/** Three manners of teams; the last one does not say whom it called. */
const MANNERS: readonly Idioms['ofCaller'][] = [
  (callee, message) => `${callee} request failed - ${message}`,
  (callee, message) => `error while asking ${callee}: ${message}`,
  (_callee, message) => `upstream error: ${message}`,
]

/** Each runtime in its own words, and the manner of one team by seed. */
export function nativeIdioms(random: Random): Idioms {
  return { ofRuntime: inOwnWords, ofCaller: random.pick(MANNERS) }
}

function inOwnWords(failure: Failure, language: Language): Failure {
  const words = RUNTIMES[language]
  const { kind, target } = failure
  if (words === null || target === undefined || kind === 'application' || kind === 'reset') return failure
  return { ...failure, message: words[kind].replace('%', target) }
}
