/** Fields in which Kubernetes writes when something happened; never one that lies in the future, such as the end of a certificate. */
const HAPPENED =
  /\b(?:creationTimestamp|time|lastTransitionTime|lastHeartbeatTime|lastUpdateTime|lastProbeTime|renewTime|acquireTime|startedAt|finishedAt|startTime|completionTime|lastScheduleTime|eventTime|lastTimestamp|firstTimestamp|lastObservedTime)"?: ?"?(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z)/g

/** The newest moment (UTC, RFC 3339 text) that objects of a text say something happened at; the earlier newest when there is none later. */
export function newestMoment(text: string, newest: string | null): string | null {
  let latest = newest
  for (const [, at = ''] of text.matchAll(HAPPENED)) if (latest === null || at > latest) latest = at
  return latest
}
