/** What is paged or told of each way through the laboratory. */
export const ORDERS =
  '[FIRING:1] GatehouseErrorsHigh (intake critical) /orders: more than 20 % of requests fail for 1m. What is the first cause?'
export const RESULTS = 'Wards cannot read results since some minutes. What is the first cause?'
export const LABELS =
  '[FIRING:1] GatehouseErrorsHigh (intake critical) /labels: more than 20 % of requests fail for 1m. What is the first cause?'
export const PORTAL = 'Nobody gets into the ward portal. What is the first cause?'
export const PENDING = '[FIRING:1] SamplesPendingHigh (labfloor warning): samples on the belt are not analysed. What is the first cause?'
export const ALL = 'Orders and results both fail on all wards. What is the first cause?'
