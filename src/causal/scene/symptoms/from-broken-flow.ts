import { brokenFlows, citeFlow, flowText } from '../broken-flow.ts'
import { symptomFrom, type RawSymptom, type SymptomSources } from './symptom-sources.ts'

/** One request may have been cut off by the recording: a slight sign. */
const LEAST_LEFT = 2
const SLIGHT = 0.45

/** Requests that break off at a line after which another always came: the service fails them, also where nobody recorded which calls failed. */
export function brokenFlowSymptoms(sources: SymptomSources): readonly RawSymptom[] {
  const flows = brokenFlows(sources.facts).filter(({ service }) => sources.isInScope(service))
  const first = [...new Map(flows.toReversed().map((flow) => [flow.service, flow])).values()]
  return first.map((flow) =>
    symptomFrom('log', {
      kind: 'error_rate',
      entity: flow.service,
      since: flow.held.row.firstAt,
      strength: flow.left < LEAST_LEFT ? SLIGHT : Math.min(0.9, 0.4 + flow.left / flow.next.seen / 2),
      text: flowText(flow),
      citations: citeFlow(flow),
    }),
  )
}
