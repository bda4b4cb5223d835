import type { Channel, User } from './model.ts'

/** Fixed ids, so that a configuration file or a test can name them. The business and its people are invented. */
export const TEAM = { id: 'T0FIRST0001', name: 'Harbour Goods', domain: 'harbour-goods' } as const
export const APP_ID = 'A0FIRST0001'
export const BOT_ID = 'B0FIRST0001'
export const BOT_USER_ID = 'U0FIRST00B0'

export const PEOPLE: readonly User[] = [
  { id: 'U0FIRST0AVA', name: 'ava', realName: 'Ava Lindqvist', title: 'On call, storefront', isBot: false },
  { id: 'U0FIRST0BEN', name: 'ben', realName: 'Ben Okafor', title: 'Platform', isBot: false },
  { id: 'U0FIRST0KAI', name: 'kai', realName: 'Kai Moreau', title: 'Incident lead', isBot: false },
]

const EVERYBODY = [...PEOPLE.map((user) => user.id), BOT_USER_ID]
const CREATED = 1_767_225_600

/** The channels a new workspace starts with; the bot is a member of all but the last. */
export const FIRST_CHANNELS: readonly Channel[] = [
  channel('C0FIRST0CHK', 'inc-checkout', 'Checkout is failing for some customers'),
  channel('C0FIRST0DLV', 'inc-delivery', 'Deliveries and shipping quotes'),
  channel('C0FIRST0ESC', 'escalations', 'firstcause posts its escalation packets here'),
  { ...channel('C0FIRST0GEN', 'general', 'Everything else; the bot is not a member'), members: EVERYBODY.slice(0, -1) },
]

function channel(id: string, name: string, topic: string): Channel {
  return { id, name, kind: 'public', topic, members: EVERYBODY, created: CREATED }
}
