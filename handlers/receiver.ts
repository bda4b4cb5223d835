import type { RequestListener } from 'node:http'
import { HTTPReceiver, SocketModeReceiver, type App, type Receiver, type ReceiverEvent } from '@slack/bolt'
import type { Logger as BoltLogger } from '@slack/bolt'
import { onlyDeliveries } from './only-deliveries.ts'

/** Sockets one process keeps open: while Slack refreshes one, clicks arrive over the other. */
const SOCKETS = 2
export const SLACK_EVENTS_PATH = '/slack/events'

/** Bolt's receiver with our intake in front: `receive` decides what reaches Bolt's dispatcher, and when. */
export interface JournaledReceiver extends Receiver {
  /** Bolt's dispatcher, once the app was made with this receiver. */
  readonly dispatch: App['processEvent']
  /** Set before the receiver starts. */
  receive: (event: ReceiverEvent) => Promise<void>
  /** Takes `POST /slack/events`; null in Socket Mode. */
  readonly requestListener: RequestListener | null
}

/** Receives over Socket Mode, on two sockets. `apiUrl` ends in `/api/`; null is Slack itself. */
export function createSocketReceiver(options: {
  readonly appToken: string
  readonly apiUrl: string | null
  readonly logger: BoltLogger
}): JournaledReceiver {
  const clientOptions = options.apiUrl === null ? {} : { slackApiUrl: options.apiUrl }
  const sockets = Array.from(
    { length: SOCKETS },
    () => new SocketModeReceiver({ appToken: options.appToken, logger: options.logger, installerOptions: { clientOptions } }),
  )
  return journaled(sockets, {
    requestListener: null,
    async start() {
      await Promise.all(sockets.map((socket) => socket.start()))
    },
    async stop() {
      await Promise.all(sockets.map((socket) => socket.stop()))
    },
  })
}

/** Receives signed requests that our own server hands over; checks the signature, its age and the size itself. */
export function createHttpReceiver(options: { readonly signingSecret: string; readonly logger: BoltLogger }): JournaledReceiver {
  const receiver = new HTTPReceiver({ signingSecret: options.signingSecret, endpoints: SLACK_EVENTS_PATH, logger: options.logger })
  return journaled([receiver], {
    requestListener: onlyDeliveries((request, response) => receiver.requestListener(request, response), options.logger),
    start: async () => {},
    stop: async () => {},
  })
}

function journaled(
  inner: readonly Receiver[],
  transport: { readonly requestListener: RequestListener | null; start(): Promise<void>; stop(): Promise<void> },
): JournaledReceiver {
  let dispatch: App['processEvent'] = async () => {
    throw new Error('the app was not made yet')
  }
  const receiver: JournaledReceiver = {
    ...transport,
    dispatch: (event) => dispatch(event),
    receive: async () => {
      throw new Error('the intake was not set yet')
    },
    init(app) {
      dispatch = (event) => app.processEvent(event)
      // The receivers use nothing of the app but this one method.
      for (const one of inner) one.init({ processEvent: (event: ReceiverEvent) => receiver.receive(event) } as App)
    },
  }
  return receiver
}
