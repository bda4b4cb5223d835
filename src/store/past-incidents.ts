import { diagnosis as diagnosisSchema } from '../domain/diagnosis.ts'
import type { PastIncident } from '../domain/past-incident.ts'
import { searchWords } from '../domain/search-words.ts'
import { Prisma } from '../generated/prisma/client.ts'
import { required, type StoreContext } from './context.ts'
import type { IncidentRow, Store } from './port.ts'
import { rankIncidents, type StoredIncident } from './rank-incidents.ts'
import { toVerdict } from './verdicts.ts'

/** Answers loaded and compared in one search: about 20 kB each, so a few MB; the same environment and judged ones first, then the newest. */
const MAX_COMPARED = 150

/** Judged answers with the same mechanism that are looked through for the same entity; older ones go unmentioned, which costs a hint. */
const MAX_SAME_MECHANISM = 30

const RELATED = {
  investigation: { include: { incident: true } },
  verdicts: { orderBy: { seq: 'desc' }, take: 1 },
} as const satisfies Prisma.DiagnosisInclude

/** What was answered before, and what people made of it. Never looks beyond the workspace of the running incident, nor at the incident itself. */
export function pastIncidentStore({ prisma }: StoreContext): Pick<Store, 'findSimilarIncidents' | 'findJudgedWithSameCause'> {
  return {
    async findSimilarIncidents({ investigationId, text, limit }) {
      const { incident } = required(
        await prisma.investigation.findUnique({ where: { id: investigationId }, include: { incident: true } }),
        `investigation ${investigationId}`,
      )
      const matching = await findMatching(prisma, { incident, text })
      const { stored, unreadable } = await loadAnswers(
        prisma,
        matching.map(({ id }) => id),
      )
      const ranked = rankIncidents(stored, { text, environment: incident.environment })
      return {
        incidents: ranked.slice(0, limit),
        left: Math.max(0, ranked.length - limit),
        notCompared: Number(matching[0]?.all ?? 0) - matching.length + unreadable,
      }
    },

    async findJudgedWithSameCause(diagnosisId) {
      const answer = required(
        await prisma.diagnosis.findUnique({ where: { id: diagnosisId }, include: RELATED }),
        `diagnosis ${diagnosisId}`,
      )
      const [cause] = toStoredIncident(answer)[0]?.causes ?? []
      if (!cause) return null
      const { teamId, environment, id } = answer.investigation.incident
      const rows = await prisma.diagnosis.findMany({
        where: {
          mechanism: cause.mechanism,
          createdAt: { lt: answer.createdAt },
          verdicts: { some: {} },
          investigation: { incident: { teamId, environment, id: { not: id } } },
        },
        include: RELATED,
        orderBy: [{ createdAt: 'desc' }, { id: 'asc' }],
        take: MAX_SAME_MECHANISM,
      })
      const same = rows.flatMap(toStoredIncident).find(({ causes }) => causes.some(({ entity }) => entity === cause.entity))
      return same ? withoutDiagnosis(same) : null
    },
  }
}

function withoutDiagnosis({ diagnosis: _compared, ...incident }: StoredIncident): PastIncident {
  return incident
}

interface Matching {
  readonly id: string
  /** How many matched before the limit. */
  readonly all: bigint
}

/** Answers that hold any of the words, or whose question or verdict does: three indexes, one for each text. */
async function findMatching(
  prisma: StoreContext['prisma'],
  { incident, text }: { readonly incident: IncidentRow; readonly text: string },
): Promise<readonly Matching[]> {
  const words = searchWords(text)
  if (words.length === 0) return []
  // Letters and digits only, each in quotes: nothing in it can be an operator of the query language.
  const query = Prisma.sql`to_tsquery('simple', ${words.map((word) => `'${word}'`).join(' | ')})`
  return prisma.$queryRaw<Matching[]>`
    WITH matching AS (
      SELECT id FROM diagnoses WHERE search_words(diagnosis_json) @@ ${query}
      UNION SELECT diagnosis_id FROM verdicts WHERE verdict_words(true_causes, note) @@ ${query}
      UNION SELECT d.id FROM incidents i JOIN investigations v ON v.incident_id = i.id JOIN diagnoses d ON d.investigation_id = v.id
        WHERE search_words(i.title) @@ ${query}
    )
    SELECT d.id, count(*) OVER () AS all
    FROM matching m JOIN diagnoses d ON d.id = m.id JOIN investigations v ON v.id = d.investigation_id JOIN incidents i ON i.id = v.incident_id
    WHERE i.team_id = ${incident.teamId} AND i.id <> ${incident.id}
      AND (v.state = 'answered' OR EXISTS (SELECT 1 FROM verdicts j WHERE j.diagnosis_id = d.id))
    ORDER BY i.environment = ${incident.environment} DESC, EXISTS (SELECT 1 FROM verdicts j WHERE j.diagnosis_id = d.id) DESC, d.created_at DESC, d.id
    LIMIT ${MAX_COMPARED}`
}

/** One answer for each incident: the newest that was judged, or else the newest. `unreadable`: answers in another version's form. */
async function loadAnswers(
  prisma: StoreContext['prisma'],
  ids: readonly string[],
): Promise<{ readonly stored: readonly StoredIncident[]; readonly unreadable: number }> {
  const rows = await prisma.diagnosis.findMany({
    where: { id: { in: [...ids] } },
    include: RELATED,
    orderBy: [{ createdAt: 'desc' }, { id: 'asc' }],
  })
  const readable = rows.flatMap(toStoredIncident)
  const byIncident = Map.groupBy(readable, ({ incidentId }) => incidentId)
  const stored = [...byIncident.values()].flatMap((answers) => answers.find(({ verdict }) => verdict !== null) ?? answers.slice(0, 1))
  return { stored, unreadable: rows.length - readable.length }
}

type AnswerRow = Prisma.DiagnosisGetPayload<{ include: typeof RELATED }>

function toStoredIncident({ diagnosisJson, investigation: { incident }, verdicts: [newest] }: AnswerRow): StoredIncident[] {
  const { data: diagnosis } = diagnosisSchema.safeParse(JSON.parse(diagnosisJson))
  if (diagnosis === undefined) return []
  const { channelId, environment, openedAt, title } = incident
  const stored = {
    incidentId: incident.id,
    channelId,
    environment,
    openedAt,
    title,
    outcome: diagnosis.outcome,
    causes: diagnosis.rootCauses.map(({ entity, mechanism, confidenceWord }) => ({ entity, mechanism, confidenceWord })),
    verdict: newest ? pickJudgement(toVerdict(newest)) : null,
    diagnosis,
  }
  return [stored]
}

function pickJudgement({ word, trueCauses, note }: ReturnType<typeof toVerdict>): StoredIncident['verdict'] {
  return { word, trueCauses, note }
}
