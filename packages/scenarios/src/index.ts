export { createSyntheticBank, type GroundTruth, type SyntheticBank } from './bank';
export type { CoreCounts } from './core/coreState';
export type { Emission, TransferEmission } from './emission';
export { EVALUATION_COLUMNS, evaluationLines, type LabelledTransfer } from './evaluationForm';
export {
  type CoreOptions,
  type DeskOptions,
  type FlawOptions,
  type RecallOptions,
  resolveOptions,
  SYNTHETIC_BANK_DEFAULTS,
  type SyntheticBankOptions,
  type SyntheticBankSettings,
  type WarnedPayerOptions,
} from './options';
export { institutionName } from './population/accountNumbers';
export { type Period, periodOf } from './simulation/period';
export { DAY, HOUR, MINUTE, SECOND, type Span } from './simulation/time';
export type { Exit, StoryEvent } from './story';
export type { CaseBook, FraudCase, StolenPayment } from './truth/caseBook';
export {
  FRAUD_PATTERNS,
  type FraudPattern,
  HONEST_PATTERNS,
  type HonestPattern,
  LAUNDERING_PATTERNS,
  type Label,
  type LabelClass,
  type LaunderingPattern,
  PREPARATION_PATTERNS,
  type PreparationPattern,
} from './truth/label';
export type { StolenSums } from './truth/stolenMoney';
export { runWithoutSluice, type WithoutSluice } from './withoutSluice';
