import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { parse } from 'yaml'
import { createLocalSlack, MOUNT_PATH } from '../local-slack/local-slack.ts'
import type { WebServer } from '../web/server.ts'
import type { ConnectedSlack } from './slack-app.ts'

/** The app's manifest, next to `src/`; Slack itself reads the same file. */
const MANIFEST = new URL('../../manifest.yml', import.meta.url)

export interface LocalWorkspace {
  /** The page for people. */
  readonly url: string
  /** How the bot reaches it: the same settings as for Slack itself. */
  readonly slack: ConnectedSlack
  close(): Promise<void>
}

/** Serves a local Slack on our own server. Its transcript is kept under the data folder, so a later start finds its threads again. */
export async function openLocalWorkspace(options: {
  readonly web: WebServer
  readonly dataDir: string
  readonly clock: () => Date
  readonly newId: () => string
}): Promise<LocalWorkspace> {
  const local = createLocalSlack({
    dataDir: path.join(options.dataDir, 'local-slack'),
    clock: options.clock,
    newId: options.newId,
    manifest: parse(await readFile(MANIFEST, 'utf8')),
    delivery: { kind: 'socket' },
    origin: options.web.origin,
  })
  options.web.mount({
    path: MOUNT_PATH,
    request: local.requestListener,
    upgrade: (request, socket, head) => local.upgradeListener(request, socket, head),
  })
  return {
    url: local.url,
    slack: { mode: 'socket', botToken: local.botToken, appToken: local.appToken, apiUrl: local.apiUrl, notice: null },
    close: () => local.close(),
  }
}
