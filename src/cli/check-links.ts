import type { SourceCheck } from '../telemetry/live/check.ts'
import { checkPrometheus } from '../telemetry/live/prometheus/check.ts'
import { checkCluster } from '../telemetry/live/kubernetes/check.ts'
import type { LiveSource } from '../telemetry/live/open-live.ts'
import { openLinks, type LinkedSource, type LinkParts } from '../telemetry/link/open-links.ts'
import type { Ask } from '../telemetry/http/ask.ts'

export interface CheckedSource extends SourceCheck {
  readonly name: string
  readonly kind: LinkedSource['kind']
}

export interface CheckParts extends LinkParts {
  readonly clock: () => Date
  readonly signal: AbortSignal
}

/** Opens each source and asks it harmless questions. Never rejects: a source that cannot be opened or asked has a finding that says so. */
export async function checkLinks(configured: readonly LinkedSource[], parts: CheckParts): Promise<readonly CheckedSource[]> {
  const links = await openLinks(configured, parts)
  try {
    return await Promise.all(
      links.sources.map(async (source, index) => {
        const kind = configured[index]?.kind ?? 'prometheus'
        const ask: Ask = (request, signal) => links.ask(source.name, request, signal)
        return { name: source.name, kind, ...(await checkOne(source, ask, parts)) }
      }),
    )
  } finally {
    await links.close()
  }
}

async function checkOne(source: LiveSource, ask: Ask, { clock, signal }: CheckParts): Promise<SourceCheck> {
  switch (source.kind) {
    case 'kubernetes':
      return checkCluster({ ...source, ask, signal, now: clock })
    case 'closed':
      return { findings: [{ state: 'failed', what: source.why, remedy: null }] }
    case 'prometheus':
      return checkPrometheus(ask, signal, clock())
  }
}
