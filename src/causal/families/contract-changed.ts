import { CALLS_FAIL } from './family.ts'
import { byHand, nameIn } from './shared/remedies.ts'
import { statedFault } from './shared/stated-fault.ts'

/** One side of an interface changed what it sends or takes, and the other was not told: its calls are refused as wrong. */
export const contractChanged = statedFault({
  mechanism: 'contract_changed',
  statements: [
    {
      words:
        /[Uu]nrecogni[sz]ed (?:field|property)|[Uu]nknown (?:field|property|column)|[Mm]issing required (?:field|property|parameter|column)|schema (?:mismatch|validation failed)|Additional properties are not allowed/,
      source: 'Jackson; protobuf; MySQL 1054; JSON Schema',
      example: 'Unrecognized field "tax" (class Order), not marked as ignorable',
      of: 'callee',
      isEffect: true,
    },
    {
      words:
        /\b(?:422|410)\b.{0,40}(?:Unprocessable|Gone)|(?:api )?version .{0,40}(?:no longer supported|not supported|removed|sunset)|UNIMPLEMENTED|unknown (?:method|service)\b/i,
      source: 'RFC 9110, 15.5.21 and 15.5.11; gRPC',
      example: '422 Unprocessable Content',
      of: 'callee',
      isEffect: true,
    },
    {
      words:
        /cannot unmarshal \w{1,20} into Go|Field required \[type=missing|"invalid_type"|missing field `\w{1,60}`|JSON value could not be converted to|[Cc]annot deserialize value of type|invalid wire-format/,
      source: 'encoding/json; pydantic; zod; serde; System.Text.Json; Jackson; protobuf',
      example: 'json: cannot unmarshal string into Go struct field Order.amount of type int64',
      of: 'callee',
      isEffect: true,
    },
  ],
  effects: CALLS_FAIL,
  disprovenBy: 'the same call with the same content that is taken, by',
  remedy: (entity) =>
    byHand('rollback', `go back to the version of ${nameIn(entity, 'it')} that takes what is sent, or bring both sides to the new one`, {
      risk: 'Other changes of the same version are undone too.',
      undo: 'Bring the new version back.',
    }),
})
