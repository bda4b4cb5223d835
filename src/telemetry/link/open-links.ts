import { readFileSync } from 'node:fs'
import type { ConfiguredSource } from '../../config.ts'
import { AppError } from '../../errors.ts'
import type { AskSource, FollowSource } from '../../isolation/source-link.ts'
import { openHttp, type HttpReader, type HttpSource } from '../http/open-http.ts'
import type { HttpLimits } from '../http/limits.ts'
import { KUBERNETES_REQUESTS } from '../live/kubernetes/allowed.ts'
import { PROMETHEUS_REQUESTS } from '../live/prometheus/allowed.ts'
import type { LiveSource } from '../live/open-live.ts'
import { openKubeconfig } from './kubeconfig.ts'

/** The linked sources of one environment: how a run sees them, and how they are asked. */
export interface Links {
  readonly sources: readonly LiveSource[]
  readonly ask: AskSource
  readonly follow: FollowSource
  close(): Promise<void>
}

/** The way to one source. */
export interface Link {
  readonly source: LiveSource
  /** Null where it could not be opened; the source says why. */
  readonly reader: HttpReader | null
}

export type LinkedSource = Exclude<ConfiguredSource, { kind: 'snapshot' }>

export interface LinkParts {
  /** Values of environment variables, for the credentials that the configuration names. */
  readonly variable: (name: string) => string | undefined
  /** Milliseconds. */
  readonly now: () => number
}

/** Requests of one cluster under way at once: a list of each kind is asked for, and the server queues fairly by itself. */
const CLUSTER_LIMITS: Partial<HttpLimits> = { concurrency: 8, perSecond: 100, maxBytes: 67_108_864 }
const SECOND_MS = 1000
const MEGABYTE = 1_000_000

/** Opens the way to each of these sources; never rejects. */
export async function openLinks(configured: readonly LinkedSource[], parts: LinkParts): Promise<Links> {
  return joinLinks(await Promise.all(configured.map((source) => openLink(source, parts))))
}

/** Opens the way to one source. One that cannot be opened (its kubeconfig is not there, its token is not set) is closed, with the reason; never rejects. */
export async function openLink(source: LinkedSource, parts: LinkParts): Promise<Link> {
  const { source: opened, http } = await openOne(source, parts)
  return { source: opened, reader: http === null ? null : openHttp(http) }
}

/** Several ways as those of one environment. */
export function joinLinks(links: readonly Link[]): Links {
  const readers = new Map(links.flatMap(({ source, reader }) => (reader === null ? [] : [[source.name, reader] as const])))
  const notOpen = (name: string) =>
    ({ ending: 'error', code: 'telemetry_failed', why: `${name} is not open`, status: null, body: '' }) as const
  return {
    sources: links.map(({ source }) => source),
    ask: async (name, request, signal) => readers.get(name)?.ask(request, signal) ?? notOpen(name),
    follow: async (name, ...follow) => readers.get(name)?.follow(...follow) ?? notOpen(name),
    async close() {
      await Promise.all([...readers.values()].map((reader) => reader.close()))
    },
  }
}

interface Opened {
  readonly source: LiveSource
  readonly http: HttpSource | null
}

async function openOne(source: LinkedSource, parts: LinkParts): Promise<Opened> {
  try {
    return source.kind === 'kubernetes' ? await clusterOf(source, parts) : prometheusOf(source, parts)
  } catch (error) {
    const why = error instanceof AppError ? `${error.message}. ${error.remedy}` : 'it could not be opened'
    return { source: { kind: 'closed', name: source.name, why }, http: null }
  }
}

async function clusterOf(source: Extract<LinkedSource, { kind: 'kubernetes' }>, { now }: LinkParts): Promise<Opened> {
  const { name, kubeconfig = null, context, namespaces = null } = source
  const { namespace: ownNamespace, ...access } = await openKubeconfig(
    { file: kubeconfig, ...(context === undefined ? {} : { context }) },
    now,
  )
  return {
    source: { kind: 'kubernetes', name, namespaces, ownNamespace },
    http: { ...access, name, allowed: KUBERNETES_REQUESTS, limits: { ...CLUSTER_LIMITS, ...limitsOf(source) } },
  }
}

function prometheusOf(source: Extract<LinkedSource, { kind: 'prometheus' }>, { variable }: LinkParts): Opened {
  const { name, url, headers, caFile, proxy } = source
  const authorization = authorizationOf(source, variable)
  return {
    source: { kind: 'prometheus', name },
    http: {
      name,
      address: url,
      allowed: PROMETHEUS_REQUESTS,
      headers,
      authorization: () => Promise.resolve(authorization),
      ...(caFile === undefined ? {} : { tls: { ca: readCertificates(caFile) } }),
      ...(proxy === undefined ? {} : { proxy }),
      limits: limitsOf(source),
    },
  }
}

function authorizationOf({ name, auth }: Extract<LinkedSource, { kind: 'prometheus' }>, variable: LinkParts['variable']): string | null {
  if (auth === undefined) return null
  const valueOf = (variableName: string) => {
    const value = variable(variableName)
    if (value) return value
    throw new AppError('config_missing', `${variableName} is not set, and the source ${name} takes its credentials from it`, {
      remedy: 'Set it and start again.',
    })
  }
  if ('bearerEnv' in auth) return `Bearer ${valueOf(auth.bearerEnv)}`
  return `Basic ${Buffer.from(`${valueOf(auth.userEnv)}:${valueOf(auth.passwordEnv)}`).toString('base64')}`
}

function readCertificates(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw new AppError('config_invalid', `the certificates ${file} cannot be read`, { remedy: 'Name a file of PEM certificates.', cause })
  }
}

function limitsOf({ limits: { concurrency, perSecond, timeoutSeconds, maxMB } }: LinkedSource): Partial<HttpLimits> {
  return {
    ...(concurrency === undefined ? {} : { concurrency }),
    ...(perSecond === undefined ? {} : { perSecond }),
    ...(timeoutSeconds === undefined ? {} : { timeoutMs: timeoutSeconds * SECOND_MS }),
    ...(maxMB === undefined ? {} : { maxBytes: maxMB * MEGABYTE }),
  }
}
