export { createFasterClock, type FasterClock, type FasterClockOptions } from './fasterClock';
export { DECISIONS_GROUP, STOPS_GROUP } from './listen';
export { planRun, type Run, type RunSettings } from './planRun';
export {
  type SyntheticBankService,
  type SyntheticBankServiceOptions,
  startSyntheticBank,
} from './startSyntheticBank';
export type { BankStatistics } from './statistics';
