import { recordChange, type StoreContext } from './context.ts'
import type { Delivery, Store } from './port.ts'

/** Slack's deliveries: stored once each, with the job that handles them. */
export function deliveryStore(context: StoreContext): Pick<Store, 'acceptDelivery' | 'markDeliveryDone' | 'loadDelivery'> {
  return {
    acceptDelivery: (delivery, job) =>
      recordChange(context, async (tx) => {
        const { id, kind, receivedAt } = delivery
        const row = { id, kind, receivedAt, bodyJson: JSON.stringify(delivery.body ?? null) }
        const { count } = await tx.delivery.createMany({ data: [row], skipDuplicates: true })
        if (count === 0) return { result: false, entry: null }
        await context.enqueue(tx, { queue: job.queue, key: id, data: { deliveryId: id } })
        return {
          result: true,
          entry: {
            key: `delivery-accept:${id}`,
            at: receivedAt,
            actor: 'slack',
            action: 'delivery-accept',
            subject: id,
            reason: 'Slack sent it',
            details: { kind },
          },
        }
      }),

    markDeliveryDone: (deliveryId, at) =>
      recordChange(context, async (tx) => {
        const { count } = await tx.delivery.updateMany({ where: { id: deliveryId, doneAt: null }, data: { doneAt: at } })
        if (count === 0) return { result: undefined, entry: null }
        return {
          result: undefined,
          entry: {
            key: `delivery-finish:${deliveryId}`,
            at,
            actor: 'firstcause',
            action: 'delivery-finish',
            subject: deliveryId,
            reason: 'it was handled',
            details: {},
          },
        }
      }),

    async loadDelivery(deliveryId) {
      const row = await context.prisma.delivery.findUnique({ where: { id: deliveryId } })
      if (row === null) return null
      const { id, kind, bodyJson, receivedAt } = row
      return { id, kind: kind as Delivery['kind'], body: JSON.parse(bodyJson), receivedAt }
    },
  }
}
