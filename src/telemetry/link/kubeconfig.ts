import { existsSync } from 'node:fs'
import type { RequestOptions } from 'node:https'
import type { KubeConfig } from '@kubernetes/client-node'
import { AppError } from '../../errors.ts'
import type { HttpSource } from '../http/open-http.ts'

/** Which cluster is meant, and how firstcause proves who it is. */
export interface KubeconfigChoice {
  /** A kubeconfig; null for the service account of the pod that firstcause runs in. */
  readonly file: string | null
  /** Left out: the current context of the file. */
  readonly context?: string
}

export interface ClusterAccess extends Pick<HttpSource, 'address' | 'headers' | 'authorization' | 'tls' | 'proxy'> {
  /** For people: the context, or what a pod calls its own cluster. */
  readonly name: string
  /** The namespace that the context names; `default` where it names none. */
  readonly namespace: string
}

/** How long credentials are used before they are asked for again: tokens of service accounts rotate hourly, and their file is read again. */
const CREDENTIALS_MS = 60_000

/**
 * Reads a kubeconfig with the library that kubectl's own rules come with (exec plugins, token files, certificates, in-cluster accounts). Throws `config_invalid` or
 * `config_missing`, saying what is wrong with it and what to do.
 */
export async function openKubeconfig(choice: KubeconfigChoice, now: () => number): Promise<ClusterAccess> {
  // A second to load and 60 MB: only for those who have a cluster.
  const { KubeConfig } = await import('@kubernetes/client-node')
  const config = loaded(new KubeConfig(), choice)
  const where = choice.file ?? 'the service account of this pod'
  const cluster = config.getCurrentCluster()
  const context = config.getContextObject(config.getCurrentContext())
  if (cluster === null || context === null)
    throw invalid(`${where} has no context ${JSON.stringify(config.getCurrentContext())} that leads to a cluster`, remedyFor(config))
  const credentials = await keepCredentials(config, where, now)
  const { ca, cert, key, servername, rejectUnauthorized, others } = await credentials()
  return {
    name: context.name,
    namespace: context.namespace ?? 'default',
    address: cluster.server,
    headers: others,
    authorization: async () => (await credentials()).authorization,
    tls: {
      ...(ca === undefined ? {} : { ca }),
      ...(cert === undefined ? {} : { cert }),
      ...(key === undefined ? {} : { key }),
      ...(servername === undefined ? {} : { servername }),
      ...(rejectUnauthorized === undefined ? {} : { isVerified: rejectUnauthorized }),
    },
    ...(cluster.proxyUrl === undefined ? {} : { proxy: cluster.proxyUrl }),
  }
}

function loaded(config: KubeConfig, { file, context }: KubeconfigChoice): KubeConfig {
  if (file === null) {
    config.loadFromCluster()
    if (!existsSync(SERVICE_ACCOUNT_TOKEN))
      throw new AppError('config_missing', 'inCluster: this is no pod with a service account', {
        remedy: 'Run firstcause in the cluster, or name a kubeconfig instead.',
      })
    return config
  }
  if (!existsSync(file))
    throw new AppError('config_missing', `there is no kubeconfig ${file}`, { remedy: 'Name the file that kubectl uses.' })
  try {
    config.loadFromFile(file)
  } catch (cause) {
    throw invalid(
      `${file} is no kubeconfig (${cause instanceof Error ? cause.message.split('\n')[0] : 'it cannot be read'})`,
      'Compare it with what `kubectl config view` prints.',
    )
  }
  if (context !== undefined) choose(config, file, context)
  return config
}

const SERVICE_ACCOUNT_TOKEN = '/var/run/secrets/kubernetes.io/serviceaccount/token'

function choose(config: KubeConfig, file: string, context: string): void {
  const same = config.getContexts().filter(({ name }) => name === context)
  if (same.length === 0) throw invalid(`${file} has no context "${context}"`, remedyFor(config))
  if (same.length > 1)
    throw invalid(`${file} has ${same.length} contexts "${context}"`, 'Give each its own name; which of them is meant cannot be told.')
  config.setCurrentContext(context)
}

function remedyFor(config: KubeConfig): string {
  const names = config.getContexts().map(({ name }) => name)
  return names.length === 0 ? 'Add a context to it, or name another file.' : `Its contexts are: ${names.join(', ')}.`
}

interface Credentials {
  readonly authorization: string | null
  readonly others: Readonly<Record<string, string>>
  readonly ca: string | undefined
  readonly cert: string | undefined
  readonly key: string | undefined
  readonly servername: string | undefined
  readonly rejectUnauthorized: boolean | undefined
}

async function keepCredentials(config: KubeConfig, where: string, now: () => number): Promise<() => Promise<Credentials>> {
  let [kept, at] = [await credentialsOf(config, where), now()]
  return async () => {
    if (now() - at > CREDENTIALS_MS) [kept, at] = [await credentialsOf(config, where), now()]
    return kept
  }
}

async function credentialsOf(config: KubeConfig, where: string): Promise<Credentials> {
  const options: RequestOptions = {}
  try {
    await config.applyToHTTPSOptions(options)
  } catch (cause) {
    throw invalid(
      `${where}: its credentials cannot be had (${cause instanceof Error ? cause.message.split('\n')[0] : 'unknown'})`,
      'Try `kubectl version` with the same file.',
    )
  }
  const headers = Object.entries(options.headers ?? {}).map(([name, value]) => [name.toLowerCase(), String(value)] as const)
  const basic = options.auth ? `Basic ${Buffer.from(options.auth).toString('base64')}` : null
  return {
    authorization: headers.find(([name]) => name === 'authorization')?.[1] ?? basic,
    others: Object.fromEntries(headers.filter(([name]) => name !== 'authorization')),
    ca: pem(options.ca),
    cert: pem(options.cert),
    key: pem(options.key),
    servername: options.servername ?? undefined,
    rejectUnauthorized: options.rejectUnauthorized ?? undefined,
  }
}

function pem(value: unknown): string | undefined {
  return typeof value === 'string' || value instanceof Uint8Array ? value.toString() : undefined
}

function invalid(message: string, remedy: string): AppError {
  return new AppError('config_invalid', message, { remedy })
}
