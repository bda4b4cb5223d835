import type { FollowUpPorts, FollowUpVoice } from '../investigation/follow-up/ports.ts'
import type { Store } from '../store/port.ts'
import { buildFollowUpMessage, LOOKING } from './follow-up-message.ts'
import type { Poster } from './poster.ts'

/** Speaks in the thread under one key for each mention: a sign of life where one is needed, then the answer in its place. */
export function createFollowUpVoice({
  poster,
  store,
}: {
  readonly poster: Poster
  readonly store: Pick<Store, 'findPost'>
}): FollowUpPorts['openFollowUpVoice'] {
  return (followUp, { incident }) => {
    const key = `follow-up:${followUp.id}`
    const place = { key, channelId: incident.channelId, threadTs: incident.threadTs }
    return {
      async wait() {
        await poster.post({ ...place, message: LOOKING })
      },
      async say(answer) {
        const message = buildFollowUpMessage(answer)
        // What stands there may be the sign of life, of this attempt or of one that was killed.
        const isThere = (await store.findPost(key)) !== null
        const posted = await poster.post({ ...place, message })
        if (isThere) await poster.edit(posted, message)
      },
    } satisfies FollowUpVoice
  }
}
