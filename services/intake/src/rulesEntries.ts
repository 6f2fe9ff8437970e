import { ENTRY_TYPES, type RulesActivateBody, type RulesPrepareBody } from '@sluice/log-format';
import { jsonBody, type Sink } from './outgoing';
import type { RecordPlace } from './recordPlace';

export interface RulesVersion {
  readonly version: string;
  /** The rules file as JSON text. */
  readonly rules: string;
}

/** RULES_PREPARE on every partition. It must be acknowledged everywhere before `appendActivate` is sent anywhere. */
export function appendPrepare(
  rules: RulesVersion,
  place: RecordPlace,
  partitionCount: number,
  out: Pick<Sink, 'append'>,
): void {
  const body: RulesPrepareBody = { version: rules.version, rules: rules.rules };
  for (let target = 0; target < partitionCount; target++) {
    out.append(target, place.lane, place.offset, 0, ENTRY_TYPES.RULES_PREPARE, jsonBody(body));
  }
}

/** RULES_ACTIVATE on every partition: from here on a debit leg pins this version. */
export function appendActivate(
  rules: RulesVersion,
  place: RecordPlace,
  partitionCount: number,
  out: Pick<Sink, 'append'>,
): void {
  const body: RulesActivateBody = { version: rules.version };
  for (let target = 0; target < partitionCount; target++) {
    out.append(target, place.lane, place.offset, 1, ENTRY_TYPES.RULES_ACTIVATE, jsonBody(body));
  }
}
