import { AppError } from '../errors.ts'
import { verifyChain } from './audit-chain.ts'
import { recordChange, type StoreContext } from './context.ts'
import { deliveryStore } from './deliveries.ts'
import { diagnosisStore } from './diagnoses.ts'
import { escalationStore } from './escalations.ts'
import { followUpStore } from './follow-ups.ts'
import { investigationStore } from './investigations.ts'
import { journalStore } from './journal.ts'
import { pastIncidentStore } from './past-incidents.ts'
import type { Store } from './port.ts'
import { postStore } from './posts.ts'
import { stepStore } from './steps.ts'
import { statementStore } from './statements.ts'
import { turnStore } from './turns.ts'
import { verdictStore } from './verdicts.ts'

/** The store on PostgreSQL. Its methods throw `AppError` only: `store_failed` when the database fails, `store_tampered` as the port says. */
export function createStore({ close, ...context }: StoreContext & { readonly close: () => Promise<void> }): Store {
  return reportFailures({
    ...deliveryStore(context),
    ...investigationStore(context),
    ...stepStore(context),
    ...turnStore(context),
    ...diagnosisStore(context),
    ...followUpStore(context),
    ...statementStore(context),
    ...pastIncidentStore(context),
    ...verdictStore(context),
    ...postStore(context),
    ...escalationStore(context),
    ...journalStore(context),
    appendAudit: (entry) => recordChange(context, () => Promise.resolve({ result: undefined, entry })),
    verifyAudit: () => verifyChain(context.prisma),
    close,
  })
}

type Method = (...args: readonly unknown[]) => Promise<unknown>

/** Gives every failure of the database one name, so that callers branch on codes and people read a sentence. */
function reportFailures(store: Store): Store {
  const guarded = Object.entries(store).map(([name, method]: [string, Method]) => [
    name,
    (...args: readonly unknown[]) => method(...args).catch((cause: unknown) => failWith(name, cause)),
  ])
  return Object.fromEntries(guarded) as Store
}

function failWith(method: string, cause: unknown): never {
  if (cause instanceof AppError) throw cause
  throw new AppError('store_failed', `the database could not ${method.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)}`, {
    remedy: 'check that the database runs and has room; what was asked is repeated by the job that asked',
    cause,
  })
}
