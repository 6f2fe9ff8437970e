export { FORWARDER_GROUP, STOP_PAYMENT_GROUP } from './groups';
export type { StopPaymentTotals } from './meter';
export { policyFrom, policyOrExit } from './policySetting';
export { type StopPaymentOptions, type StopPaymentService, startStopPayment } from './startStopPayment';
