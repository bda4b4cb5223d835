import { z } from 'zod'
import { checkBlocks } from '../blocks/check-blocks.ts'
import { slackId } from '../ids.ts'
import { postMessage, writableChannel } from '../messages.ts'
import { type JsonObject, SlackRefusal, type UploadedFile } from '../model.ts'
import { BOT_USER_ID } from '../people.ts'
import type { Realm } from '../realm.ts'
import { count, method, structured } from './method.ts'

const TYPES: Readonly<Record<string, string>> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  csv: 'text/csv',
  json: 'application/json',
}

const getUploadUrl = method({
  rate: 4,
  scopes: ['files:write'],
  input: z.object({
    filename: z.string().min(1),
    length: count.or(z.coerce.number().int().min(1)),
    alt_txt: z.string().max(1000).optional(),
  }),
  run(realm, input) {
    const id = slackId('F', realm.newId())
    const extension = input.filename.split('.').at(-1)?.toLowerCase() ?? ''
    realm.workspace.putFile({
      id,
      name: input.filename,
      title: input.filename,
      mimetype: TYPES[extension] ?? 'application/octet-stream',
      sizeBytes: input.length,
      altText: input.alt_txt ?? '',
      state: 'awaiting_upload',
      user: BOT_USER_ID,
      created: Math.floor(realm.clock().getTime() / 1000),
    })
    return { file_id: id, upload_url: `${realm.baseUrl}upload/${id}` }
  },
})

const completeUpload = method({
  rate: 4,
  scopes: ['files:write'],
  input: z.object({
    files: structured(z.array(z.object({ id: z.string(), title: z.string().optional() })).min(1), 'invalid_arguments'),
    channel_id: z.string().optional(),
    thread_ts: z.string().optional(),
    initial_comment: z.string().optional(),
    blocks: structured(z.unknown(), 'invalid_blocks_format').optional(),
  }),
  run(realm, input) {
    const files = input.files.map((wanted) => completed(realm, wanted))
    const channel = input.channel_id === undefined ? null : writableChannel(realm, input.channel_id)
    const blocks = input.blocks === undefined ? undefined : checkBlocks(input.blocks, { surface: 'message', newId: realm.newId, realm })
    realm.timers.after(realm.limits.fileReadyMs, () => {
      for (const file of files) realm.workspace.putFile({ ...file, state: 'ready' })
      if (!channel) return
      postMessage(realm, {
        channel,
        user: BOT_USER_ID,
        text: input.initial_comment ?? '',
        threadTs: input.thread_ts,
        blocks,
        files: files.map((file) => file.id),
      })
    })
    return { files: files.map((file) => ({ id: file.id, title: file.title })) }
  },
})

const info = method({
  rate: 4,
  scopes: ['files:read'],
  input: z.object({ file: z.string() }),
  run: (realm, input) => ({ file: presentFile(realm, found(realm, input.file)), comments: [], response_metadata: { next_cursor: '' } }),
})

function found(realm: Realm, id: string): UploadedFile {
  const file = realm.workspace.files.get(id)
  if (!file) throw new SlackRefusal('file_not_found')
  return file
}

function completed(realm: Realm, wanted: { id: string; title?: string | undefined }): UploadedFile {
  const file = found(realm, wanted.id)
  if (file.state !== 'uploaded')
    throw new SlackRefusal(file.state === 'awaiting_upload' ? 'file_upload_size_error' : 'file_already_completed')
  const next: UploadedFile = { ...file, title: wanted.title ?? file.title, state: 'completing' }
  realm.workspace.putFile(next)
  return next
}

/** Until processing is over Slack reports a file without `mimetype` and dimensions; polling for them is how an app knows. */
function presentFile(realm: Realm, file: UploadedFile): JsonObject {
  const isReady = file.state === 'ready'
  return {
    id: file.id,
    created: file.created,
    name: file.name,
    title: file.title,
    user: file.user,
    size: file.sizeBytes,
    alt_txt: file.altText,
    mimetype: isReady ? file.mimetype : '',
    filetype: isReady ? (file.name.split('.').at(-1) ?? '') : '',
    url_private: `${realm.baseUrl}files/${file.id}`,
    permalink: `${realm.baseUrl}files/${file.id}`,
  }
}

export const FILE_METHODS = {
  'files.getUploadURLExternal': getUploadUrl,
  'files.completeUploadExternal': completeUpload,
  'files.info': info,
}
