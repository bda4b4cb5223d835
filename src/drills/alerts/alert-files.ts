import { writeFileSync } from 'node:fs'
import { type Clock, isoMicro, isoSecond } from '../clock.ts'
import type { World } from '../world.ts'
import { BACKGROUND } from './background.ts'
import type { Dress } from './other-team.ts'
import type { Alert } from './alert.ts'
import { evaluateRules } from './rules.ts'

const FOR_MINUTES = 1
const INDENT = 4

interface Active {
  readonly firing: Alert
  readonly activeAt: number
}

export interface AlertFiles {
  /** Evaluates the rules at the end of a minute and, where the recorder runs, writes the list of what fires. */
  minute(world: World, minute: number, isRecorded: boolean): void
  /** Writes the other shape: application alerts only, once, at the end. */
  close(clock: Clock): void
  readonly files: number
}

/** `folder` must exist; `dress` says how the rules of this system are named and labelled. An alert fires one minute after its rule first holds, and keeps its `activeAt` until it stops. */
export function createAlertFiles(folder: string, dress: Dress): AlertFiles {
  const active = new Map<string, Active>()
  let files = 0
  return {
    get files() {
      return files
    },
    minute(world, minute, isRecorded) {
      const { now } = world.clock
      const holding = new Map(evaluateRules(world, minute).flatMap((fired) => keyed(dress(fired))))
      for (const key of active.keys()) if (!holding.has(key)) active.delete(key)
      for (const [key, firing] of holding)
        active.set(key, { firing, activeAt: active.get(key)?.activeAt ?? now - world.random.between(0.1, 0.9) })
      if (!isRecorded) return
      const firing = [
        ...background(now),
        ...falseAlarms(world),
        ...[...active.values()].filter((alert) => alert.activeAt <= now - FOR_MINUTES * 60 + 1),
      ]
      const stamp = isoMicro(world.clock, now).slice(0, -1).replaceAll(':', '-')
      const body = firing.map((alert) => alertObject(world.clock, alert))
      writeFileSync(`${folder}/alerts_at_${stamp}.json`, JSON.stringify(body, null, INDENT))
      files += 1
    },
    close(clock) {
      const alerts = [...active.values()].map((alert) => sortKeys(alertObject(clock, alert)))
      const stamp = isoMicro(clock, clock.now).replaceAll(':', '')
      const body = { data: { alerts }, status: 'success', timestamp: isoMicro(clock, clock.now) }
      writeFileSync(`${folder}/alerts_in_alerting_state_${stamp}.json`, JSON.stringify(body, null, INDENT))
      files += 1
    },
  }
}

function background(now: number): Active[] {
  return BACKGROUND.filter((alert) => alert.since <= now).map((firing) => ({ firing, activeAt: firing.since }))
}

function falseAlarms({ falseAlarms: alarms, clock }: World): Active[] {
  return alarms.filter(({ from, to }) => from <= clock.now && clock.now < to).map(({ alert, from }) => ({ firing: alert, activeAt: from }))
}

function alertObject(clock: Clock, alert: Active): Record<string, unknown> {
  return {
    labels: alert.firing.labels,
    annotations: { [alert.firing.annotation ?? 'summary']: alert.firing.summary },
    state: 'firing',
    activeAt: `${isoSecond(clock, alert.activeAt).slice(0, 19)}.${String(Math.abs(Math.round((alert.activeAt % 1) * 1e9))).padStart(9, '0')}Z`,
    value: scientific(alert.firing.value),
  }
}

/** `2.222222222222222e-02`: at least two digits in the exponent. */
function scientific(value: number): string {
  return value.toExponential().replace(/e([+-])(\d)$/, 'e$10$2')
}

function sortKeys(value: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => a.localeCompare(b)))
}

function keyed(alert: Alert | null): [string, Alert][] {
  return alert === null ? [] : [[keyOf(alert), alert]]
}

function keyOf(firing: Alert): string {
  return JSON.stringify(Object.entries(firing.labels).sort(([a], [b]) => a.localeCompare(b)))
}
