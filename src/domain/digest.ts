import { z } from 'zod'

/** What starts a weekly digest, as it travels through the queue. */
export const digestRequest = z.object({ channelId: z.string(), timeZone: z.string() })
export type DigestRequest = z.infer<typeof digestRequest>
