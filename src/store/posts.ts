import type { Post } from '../generated/prisma/client.ts'
import { recordChange, required, type StoreContext } from './context.ts'
import type { PostRow, Store } from './port.ts'

/** Messages we mean to have in Slack, and whether they are there. */
export function postStore(context: StoreContext): Pick<Store, 'intendPost' | 'confirmPost' | 'findPost'> {
  return {
    intendPost: ({ key, channelId, threadTs }) =>
      recordChange(context, async (tx) => {
        const id = context.newId()
        const { count } = await tx.post.createMany({ data: [{ id, key, channelId, threadTs }], skipDuplicates: true })
        const result = toPostRow(await tx.post.findUniqueOrThrow({ where: { key } }))
        if (count === 0) return { result, entry: null }
        return {
          result,
          entry: {
            key: `message-intend:${key}`,
            at: context.clock(),
            actor: 'firstcause',
            action: 'message-intend',
            subject: key,
            reason: 'to tell the people of the thread',
            details: { channelId, threadTs },
          },
        }
      }),

    confirmPost: (postId, messageTs) =>
      recordChange(context, async (tx) => {
        const { count } = await tx.post.updateMany({ where: { id: postId, messageTs: null }, data: { messageTs } })
        const { key, channelId } = required(await tx.post.findUnique({ where: { id: postId } }), `post ${postId}`)
        if (count === 0) return { result: undefined, entry: null }
        return {
          result: undefined,
          entry: {
            key: `message-post:${key}`,
            at: context.clock(),
            actor: 'firstcause',
            action: 'message-post',
            subject: key,
            reason: 'Slack has it',
            details: { channelId, messageTs },
          },
        }
      }),

    async findPost(key) {
      const row = await context.prisma.post.findUnique({ where: { key } })
      return row && toPostRow(row)
    },
  }
}

function toPostRow({ id, key, channelId, threadTs, messageTs }: Post): PostRow {
  return { id, key, channelId, threadTs, messageTs }
}
