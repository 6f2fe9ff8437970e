import type { RuleDefinition } from '../rule/rule';
import { listAccount, listDevice, listIp, listPhone } from './list/listRules';
import { cashOut } from './mule/cashOut';
import { dormantReactivated } from './mule/dormantReactivated';
import { fanIn } from './mule/fanIn';
import { fanOut } from './mule/fanOut';
import { firstTimePayersBurst } from './mule/firstTimePayersBurst';
import { lowRetainedBalance } from './mule/lowRetainedBalance';
import { newAccountTurnover } from './mule/newAccountTurnover';
import { rapidPassThrough } from './mule/rapidPassThrough';
import { establishedPayee } from './trust/establishedPayee';
import { knownBatch } from './trust/knownBatch';
import { longHabit } from './trust/longHabit';
import { ownAccount } from './trust/ownAccount';
import { standingOrder } from './trust/standingOrder';
import { newPayees } from './velocity/newPayees';
import { outCount } from './velocity/outCount';
import { outSum } from './velocity/outSum';
import { cryptoExit } from './victim/cryptoExit';
import { drainsBalance } from './victim/drainsBalance';
import { escalatingSeries } from './victim/escalatingSeries';
import { firstLargeToNewPayee } from './victim/firstLargeToNewPayee';
import { payeeNameMismatch } from './victim/payeeNameMismatch';
import { riskyPayee } from './victim/riskyPayee';
import { sessionSignal } from './victim/sessionSignal';
import { vulnerableHolder } from './victim/vulnerableHolder';

/** Every rule, in the order in which it is evaluated and shown. */
export const CATALOGUE: readonly RuleDefinition[] = [
  outCount,
  outSum,
  newPayees,
  drainsBalance,
  firstLargeToNewPayee,
  payeeNameMismatch,
  sessionSignal,
  riskyPayee,
  cryptoExit,
  escalatingSeries,
  vulnerableHolder,
  rapidPassThrough,
  lowRetainedBalance,
  fanIn,
  firstTimePayersBurst,
  fanOut,
  newAccountTurnover,
  dormantReactivated,
  cashOut,
  listAccount,
  listDevice,
  listIp,
  listPhone,
  establishedPayee,
  ownAccount,
  standingOrder,
  knownBatch,
  longHabit,
];

const BY_ID: ReadonlyMap<string, RuleDefinition> = new Map(CATALOGUE.map((rule) => [rule.id, rule]));

/** The definition of a rule id, undefined where this build knows none. */
export function ruleDefinition(id: string): RuleDefinition | undefined {
  return BY_ID.get(id);
}
