import { askModelPortsOf, type ModelPorts } from './model-ports.ts'
import { checkSubmission as reviewSubmission } from '../agent/check.ts'
import type { Brief } from '../agent/brief.ts'
import { buildFirstMessage } from '../agent/first-message.ts'
import { addUsage, inputTokensOf, type ModelUsage } from '../agent/model.ts'
import { statedCostOf } from '../agent/pricing.ts'
import { fillPrompt } from '../agent/prompts.ts'
import { runAgent, type AgentRun } from '../agent/run-agent.ts'
import { checkSubmission } from '../diagnosis/check.ts'
import { modelReasons } from '../diagnosis/model-demands.ts'
import type { Diagnosis } from '../domain/diagnosis.ts'
import type { Submission } from '../domain/submission.ts'
import type { Ledger } from '../evidence/ledger.ts'

/** What the model's run gave, before it is reconciled with the engine's answer. */
export interface Reasoned {
  /** Passed the gate and the review; null when the run ended without one. */
  readonly submission: Submission | null
  readonly ending: AgentRun['ending']
  /** In words, for people. */
  readonly why: string
  /** Telemetry that looked like instructions, and calls that asked for a tool that does not exist; for the audit and the reader. */
  readonly flags: readonly string[]
  /** What has to be said about the numbers. */
  readonly remarks: readonly string[]
  readonly stats: Pick<Diagnosis['stats'], 'turns' | 'toolCalls' | 'inputTokens' | 'cachedTokens' | 'outputTokens' | 'costUsd'>
}

const USAGE_ESTIMATED =
  'the model server did not report what it used, or not credibly: tokens are counted as characters divided by 4, the cost is unknown'

/** Lets the model judge the engine's evidence, then lets a fresh reader check it. Never throws for what the model or its provider does. */
export async function reason(brief: Brief, ledger: Ledger, ports: ModelPorts): Promise<Reasoned> {
  const { prompts, marker, limits } = ports
  const run = await runAgent(
    {
      system: fillPrompt(prompts.investigate, { turns: String(limits.turns) }),
      firstMessage: buildFirstMessage(prompts.incident, brief, { evidence: ledger.evidence(), marker }),
      context: {
        ledger,
        brief,
        marker,
        findSimilar: ports.findSimilar,
        searchRunbooks: ports.searchRunbooks,
        judge: (submission) => [
          ...checkSubmission(submission, ledger.evidence()),
          ...modelReasons(submission, { evidence: ledger.evidence(), engine: brief.submission }),
        ],
      },
    },
    ports,
  )
  const reviewed = await review(run, ledger, ports)
  return {
    submission: reviewed.submission,
    ending: run.ending,
    why: run.why,
    flags: flagsOf(run),
    remarks: reviewed.usage.isEstimated ? [USAGE_ESTIMATED] : [],
    stats: statsOf(run, reviewed.usage, ports),
  }
}

async function review(
  run: AgentRun,
  ledger: Ledger,
  ports: ModelPorts,
): Promise<{ readonly submission: Submission | null; readonly usage: ModelUsage }> {
  const { submission, state } = run
  if (submission === null || submission.rootCauses.length === 0) return { submission, usage: state.usage }
  const input = { template: ports.prompts.check, submission, evidence: ledger.evidence(), marker: ports.marker }
  const checked = await reviewSubmission(input, askModelPortsOf(ports))
  return { submission: checked.submission, usage: addUsage(state.usage, checked.usage) }
}

function flagsOf({ state }: AgentRun): readonly string[] {
  const suspicious = state.outcomes.flatMap((outcome) => outcome.suspicious)
  const refused = state.outcomes
    .filter(({ outcome }) => outcome === 'unknown_tool')
    .map(({ name }) => `the model asked for ${name.slice(0, 60)}, which does not exist`)
  return [...new Set([...suspicious, ...refused])]
}

function statsOf({ state }: AgentRun, usage: ModelUsage, { price }: ModelPorts): Reasoned['stats'] {
  return {
    turns: state.turns,
    toolCalls: state.outcomes.length,
    inputTokens: inputTokensOf(usage),
    cachedTokens: usage.cacheReadTokens,
    outputTokens: usage.outputTokens,
    costUsd: statedCostOf(usage, price),
  }
}
