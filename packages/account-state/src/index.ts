export { AccountStore } from './accountStore';
export { createAccountFeatures } from './createAccountFeatures';
export * from './features';
export type { Generation, TakePiece } from './images/images';
export type { LegDirection, LegFacts } from './legFacts';
export { RECENT_LEGS_MAX } from './limits';
