import type { App } from '@slack/bolt'
import { ACTIONS, VIEWS } from '../src/slack/names.ts'
import { onAppHomeOpened } from './app-home-opened.ts'
import { onAppMention } from './app-mention.ts'
import { onApprove } from './approve.ts'
import { readClick, readLookup, readSubmission } from './arguments.ts'
import { onCorrection } from './correction.ts'
import { onEscalate } from './escalate.ts'
import { onMessage } from './message.ts'
import { onOpenCorrection } from './open-correction.ts'
import type { Click, EventDelivery, HandlerPorts, Lookup, Submission } from './ports.ts'
import { onShowReceipts, onShowRivals } from './show-details.ts'
import { onStopRun } from './stop-run.ts'
import { onTrueCause } from './true-cause.ts'

type Handle<Input> = (ports: HandlerPorts, input: Input) => Promise<void>

/** Everything Slack can send us that has an effect, on one screen. `manifest.yml` subscribes to exactly this. */
export const EVENTS: Readonly<Record<string, Handle<EventDelivery>>> = {
  app_mention: onAppMention,
  message: onMessage,
  app_home_opened: onAppHomeOpened,
}
export const BUTTONS: Readonly<Record<string, Handle<Click>>> = {
  [ACTIONS.stop]: onStopRun,
  [ACTIONS.approve]: onApprove,
  [ACTIONS.partly]: onOpenCorrection('partial'),
  [ACTIONS.wrong]: onOpenCorrection('rejected'),
  [ACTIONS.change]: onOpenCorrection('change'),
  [ACTIONS.escalate]: onEscalate,
  [ACTIONS.receipts]: onShowReceipts,
  [ACTIONS.rivals]: onShowRivals,
}
export const FORMS: Readonly<Record<string, Handle<Submission>>> = { [VIEWS.correction]: onCorrection }
export const SEARCHES: Readonly<Record<string, Handle<Lookup>>> = { [ACTIONS.trueCause]: onTrueCause }

/** Binds the table to Bolt. A button is acknowledged before its handler starts; a form by its handler. */
export function bindHandlers(app: App, ports: HandlerPorts): void {
  for (const [name, handle] of Object.entries(EVENTS)) {
    app.event(name, ({ event, body, context }) => handle(ports, { event, teamId: body.team_id, receivedAt: context['receivedAt'] }))
  }
  for (const [name, handle] of Object.entries(BUTTONS)) {
    app.action(name, async ({ ack, body, context }) => {
      await ack()
      await handle(ports, readClick(body, context))
    })
  }
  for (const [name, handle] of Object.entries(FORMS)) {
    app.view({ callback_id: name, type: 'view_submission' }, ({ ack, body, context }) =>
      handle(
        ports,
        readSubmission(body, context, (answer) => ack(answer)),
      ),
    )
  }
  for (const [name, handle] of Object.entries(SEARCHES)) {
    app.options(name, ({ ack, body }) =>
      handle(
        ports,
        readLookup(body, (options) => ack({ options: [...options] })),
      ),
    )
  }
}
