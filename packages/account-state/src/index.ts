export { AccountStore } from './accountStore';
export { createAccountFeatures } from './createAccountFeatures';
export * from './features';
export type { LegDirection, LegFacts } from './legFacts';
export { RECENT_LEGS_MAX } from './limits';
