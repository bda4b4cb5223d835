import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import path from 'node:path'
import { HttpRefusal, readBody, send, sendJson } from './http.ts'
import { applyAnswer } from './interactions/answers.ts'
import type { Interactions } from './interactions/interact.ts'
import { SlackRefusal } from './model.ts'
import { stateFor, streamHappenings } from './page/happenings.ts'
import { handlePeopleAction } from './page/people-api.ts'
import { serveAsset, servePage, servePart } from './page/serve.ts'
import type { Realm } from './realm.ts'
import type { WebApi } from './web-api/router.ts'

interface Served {
  readonly realm: Realm
  readonly interactions: Interactions
  readonly api: WebApi
}

/** The routing table of the local Slack, below its mount path. */
export function createRequestListener(served: Served): RequestListener {
  return (request, response) => {
    route(served, request, response).catch((error: unknown) => answerFailure(response, error))
  }
}

async function route(served: Served, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { realm } = served
  const url = new URL(request.url ?? '/', realm.baseUrl)
  refuseStrangeHost(realm, request)
  const [, , room = '', ...rest] = url.pathname.split('/')
  const name = decodeURIComponent(rest.join('/'))
  if (room === '') return servePage(realm, url, response)
  if (room === 'assets') return serveAsset(name, response)
  if (room === 'part') return servePart(realm, { name, url }, response)
  if (room === 'api') return await served.api.handle(name, request, response)
  if (room === 'response' && request.method === 'POST') return await answerTo(realm, name, { request, response })
  if (room === 'upload' && request.method === 'POST') return await upload(realm, name, { request, response })
  if (room === 'files') return download(realm, name, response)
  if (room === 'people' && request.method === 'POST') return await handlePeopleAction({ ...served, name }, request, response)
  if (room === 'people' && name === 'happenings') return streamHappenings(realm, request, response)
  if (room === 'people' && name === 'state') return sendJson(response, 200, stateFor(realm, url.searchParams.get('as') ?? ''))
  throw new HttpRefusal(404, { ok: false, error: 'not_found' })
}

/** A name that resolves to this machine but is not its own is how a foreign site would get in (DNS rebinding). */
function refuseStrangeHost(realm: Realm, request: IncomingMessage): void {
  const host = (request.headers.host ?? '').replace(/:\d+$/, '')
  const own = new URL(realm.baseUrl).hostname
  if (!['127.0.0.1', 'localhost', '[::1]', own].includes(host)) throw new HttpRefusal(403, { ok: false, error: 'forbidden_host' })
}

async function answerTo(
  realm: Realm,
  id: string,
  { request, response }: { request: IncomingMessage; response: ServerResponse },
): Promise<void> {
  const target = realm.responseUrls.use(id)
  if (typeof target === 'string') return sendJson(response, 404, { ok: false, error: target })
  const body = (await readBody(request)).toString('utf8')
  try {
    applyAnswer(realm, target, JSON.parse(body) as unknown)
    sendJson(response, 200, { ok: true })
  } catch (error) {
    if (error instanceof SyntaxError) return sendJson(response, 400, { ok: false, error: 'invalid_payload' })
    if (error instanceof SlackRefusal) return sendJson(response, 400, { ok: false, error: error.error, ...error.extra })
    throw error
  }
}

/** Takes the bytes of a file, raw or as the one file of a form, as the upload address of Slack does. */
async function upload(
  realm: Realm,
  id: string,
  { request, response }: { request: IncomingMessage; response: ServerResponse },
): Promise<void> {
  const file = realm.workspace.files.get(id)
  if (!file || file.state !== 'awaiting_upload') throw new HttpRefusal(404, { ok: false, error: 'file_not_found' })
  const body = await readBody(request)
  const bytes = await fileBytes(request.headers['content-type'] ?? '', body)
  writeFileSync(path.join(realm.filesDir, id), bytes)
  realm.workspace.putFile({ ...file, state: 'uploaded', sizeBytes: bytes.length })
  send(response, 'text/plain', `OK - ${bytes.length}`)
}

async function fileBytes(type: string, body: Buffer): Promise<Buffer> {
  if (!type.startsWith('multipart/form-data')) return body
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData()
  const file = [...form.values()].find((value) => typeof value !== 'string')
  return file ? Buffer.from(await file.arrayBuffer()) : Buffer.alloc(0)
}

/** Only pictures are shown inline; everything else is offered as a download, so that nothing uploaded runs in the page. */
function download(realm: Realm, id: string, response: ServerResponse): void {
  const file = realm.workspace.files.get(id)
  const stored = path.join(realm.filesDir, path.basename(id))
  if (!file || !existsSync(stored)) throw new HttpRefusal(404, { ok: false, error: 'file_not_found' })
  const isPicture = ['image/png', 'image/jpeg', 'image/gif'].includes(file.mimetype)
  response.setHeader('content-disposition', isPicture ? 'inline' : 'attachment')
  send(response, isPicture ? file.mimetype : 'application/octet-stream', readFileSync(stored))
}

function answerFailure(response: ServerResponse, error: unknown): void {
  if (response.headersSent) return void response.end()
  if (error instanceof HttpRefusal) return sendJson(response, error.status, error.body)
  sendJson(response, 500, { ok: false, error: 'internal_error' })
}
