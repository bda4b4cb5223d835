import { mkdirSync } from 'node:fs'
import { createServer, type IncomingMessage, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import type { Duplex } from 'node:stream'
import type { Courier } from './delivery/courier.ts'
import { Events } from './delivery/events.ts'
import { HttpCourier } from './delivery/http.ts'
import { SocketCourier } from './delivery/socket.ts'
import { ResponseUrls } from './interactions/response-urls.ts'
import { Triggers } from './interactions/triggers.ts'
import { Interactions } from './interactions/interact.ts'
import { type Limits, type LocalSlackOptions, type Manifest, manifestSchema, type Secrets, SLACK_LIMITS } from './options.ts'
import type { Realm } from './realm.ts'
import { createRequestListener } from './routes.ts'
import { machineTimers } from './timers.ts'
import { Transcript } from './transcript.ts'
import { Rates } from './web-api/rates.ts'
import { type ApiCall, WebApi } from './web-api/router.ts'
import { Workspace } from './workspace.ts'

/** Everything is served below this path, alone or inside another server. */
export const MOUNT_PATH = '/local-slack/'

export interface LocalSlack extends Secrets {
  /** The page for people. */
  readonly url: string
  /** For `slackApiUrl`; ends in `/api/`. */
  readonly apiUrl: string
  /** Serves every request below `MOUNT_PATH`. */
  readonly requestListener: RequestListener
  /** Serves WebSocket upgrades below `MOUNT_PATH`; in HTTP mode it refuses them. */
  readonly upgradeListener: (request: IncomingMessage, stream: Duplex, head: Buffer) => void
  /** Lines of an earlier transcript that could not be read and were left out; a kill in the middle of a write leaves one. */
  readonly damagedLines: number
  /** What the app called so far, oldest first, at most the last 5,000. */
  readonly calls: readonly ApiCall[]
  /** Waits until every event on its way was acknowledged or failed. Retries that wait for their time are not waited for. */
  settled(): Promise<void>
  /** Runs waiting retries now instead of after one or five minutes. */
  retryNow(): Promise<void>
  /** Sends an event payload once more under the same event id, as Slack does when an acknowledgement got lost. */
  redeliver(payload: object): Promise<void>
  /** Every event payload sent so far, oldest first; for tests of retries and duplicates. */
  eventPayloads(): readonly object[]
  /** Socket Mode: asks every connection to leave and come back, as Slack does every few hours. */
  refreshConnections(): void
  connections(): number
  /** HTTP mode: the handshake of a new request URL; true when the app echoed the challenge. */
  verifyUrl(): Promise<boolean>
  close(): Promise<void>
}

/**
 * Makes a local Slack that is served by somebody else's HTTP server at `origin` (such as `http://127.0.0.1:3000`):
 * hand it the requests and upgrades below `MOUNT_PATH`.
 */
export function createLocalSlack(options: LocalSlackOptions & { readonly origin: string }): LocalSlack {
  const { realm, transcript, sockets, http } = createRealm(options)
  const interactions = new Interactions(realm)
  const api = new WebApi(realm, new Rates(realm.limits, realm.clock))
  return {
    ...realm.secrets,
    url: realm.baseUrl,
    apiUrl: `${realm.baseUrl}api/`,
    requestListener: createRequestListener({ realm, interactions, api }),
    upgradeListener: (request, stream, head) =>
      sockets ? sockets.upgrade(request, stream, head) : void stream.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n'),
    damagedLines: transcript.damagedLines,
    calls: api.calls,
    settled: () => realm.events.settled(),
    retryNow: () => realm.events.retryNow(),
    redeliver: (payload) => realm.events.redeliver(payload),
    eventPayloads: () => realm.events.payloads,
    refreshConnections: () => sockets?.refresh(),
    connections: () => sockets?.connections ?? 0,
    verifyUrl: async () => (http ? await http.verifyUrl(realm.newId()) : false),
    async close() {
      realm.events.close()
      await realm.courier.close()
      transcript.close()
    },
  }
}

/** Starts a local Slack on a server of its own. `port` 0 picks a free one; `host` is a loopback address. */
export async function startLocalSlack(options: LocalSlackOptions & { readonly port: number; readonly host?: string }): Promise<LocalSlack> {
  const host = options.host ?? '127.0.0.1'
  const server = createServer()
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(options.port, host, resolve))
  const { port } = server.address() as AddressInfo
  const slack = createLocalSlack({ ...options, origin: `http://${host}:${port}` })
  server.on('request', slack.requestListener)
  server.on('upgrade', slack.upgradeListener)
  return {
    ...slack,
    async close() {
      await slack.close()
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

function createRealm(options: LocalSlackOptions & { readonly origin: string }) {
  const manifest = manifestSchema.parse(options.manifest)
  const limits = { ...SLACK_LIMITS, ...options.limits }
  const timers = options.timers ?? machineTimers
  const { clock, newId } = options
  const transcript = new Transcript(options.dataDir)
  const secrets = secretsOf(options, transcript)
  const baseUrl = options.origin + MOUNT_PATH
  const sockets = options.delivery.kind === 'socket' ? new SocketCourier({ limits, timers, newId }) : null
  const http =
    options.delivery.kind === 'http'
      ? new HttpCourier({ url: options.delivery.url, signingSecret: secrets.signingSecret, limits, timers, clock })
      : null
  const courier: Courier = sockets ?? http ?? neverCourier()
  const filesDir = path.join(options.dataDir, 'files')
  mkdirSync(filesDir, { recursive: true })
  const realm: Realm = {
    workspace: new Workspace(transcript, clock, botName(manifest)),
    events: new Events({ courier, transcript, manifest, limits, timers, clock, newId }),
    courier,
    ...links({ limits, clock, newId, baseUrl }),
    manifest,
    limits,
    timers,
    secrets,
    clock,
    newId,
    baseUrl,
    socketUrl: sockets ? () => `${baseUrl.replace(/^http/, 'ws')}socket?ticket=${sockets.issueTicket()}` : null,
    filesDir,
  }
  return { realm, transcript, sockets, http }
}

function links(options: { limits: Limits; clock: () => Date; newId: () => string; baseUrl: string }) {
  const { limits, clock, newId, baseUrl } = options
  return {
    triggers: new Triggers({ clock, newId, lifeMs: limits.triggerMs }),
    responseUrls: new ResponseUrls({ clock, newId, lifeMs: limits.responseUrlMs, uses: limits.responseUrlUses, baseUrl }),
  }
}

/** Tokens stay the same over restarts on the same folder, as those of a real installation do. */
function secretsOf(options: LocalSlackOptions, transcript: Transcript): Secrets {
  const kept = transcript.lines.find((line) => line.kind === 'secrets')?.secrets
  const given = options.delivery.kind === 'http' ? options.delivery.signingSecret : undefined
  const secrets = options.secrets ??
    kept ?? {
      botToken: `xoxb-local-${options.newId()}`,
      appToken: `xapp-local-${options.newId()}`,
      signingSecret: options.newId().replaceAll('-', ''),
    }
  if (!kept) transcript.append({ kind: 'secrets', secrets })
  return given === undefined ? secrets : { ...secrets, signingSecret: given }
}

function botName(manifest: Manifest): string {
  return manifest.features?.bot_user?.display_name ?? manifest.display_information.name
}

function neverCourier(): never {
  throw new TypeError('delivery must be by socket or by http')
}
