/** A server of one's own on loopback needs no sparing. */
export const UNSPARED = { concurrency: 16, perSecond: 1000, retries: 0 }
