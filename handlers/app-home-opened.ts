import { z } from 'zod'
import { buildHomeView } from '../src/slack/home-view.ts'
import type { EventDelivery, HandlerPorts } from './ports.ts'

const opened = z.object({ user: z.string(), tab: z.string().default('home') })

/** Somebody looks at the app's Home tab. */
export async function onAppHomeOpened(ports: HandlerPorts, delivery: EventDelivery): Promise<void> {
  const { user, tab } = opened.parse(delivery.event)
  if (tab === 'home') await ports.screen.publishHome(user, buildHomeView(ports.home))
}
