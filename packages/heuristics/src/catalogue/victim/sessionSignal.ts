import { isOrderedNow, isPushOrCrypto } from '../../leg/legKinds';
import type { LegView } from '../../leg/legView';
import { isRecentPayee } from '../../rule/read';
import { defineRule, NOT_APPLICABLE, type ParameterSpec } from '../../rule/rule';
import { money } from '../../rule/words';
import { SOURCES } from '../sources';

/** The signals of a session that this rule weighs; each has a parameter of its name. */
export const WEIGHED_SIGNALS = [
  'ACTIVE_CALL',
  'REMOTE_ACCESS',
  'NEW_DEVICE',
  'CREDENTIALS_CHANGED',
  'SIM_CHANGED',
  'LIMIT_RAISED',
  'RETRY_AFTER_DECLINE',
] as const;
export type WeighedSignal = (typeof WEIGHED_SIGNALS)[number];

const WORDS: Readonly<Record<WeighedSignal, string>> = {
  ACTIVE_CALL: 'the payer was on a call',
  REMOTE_ACCESS: "someone else could see or steer the payer's device",
  NEW_DEVICE: 'the device is new',
  CREDENTIALS_CHANGED: 'the credentials were changed just before',
  SIM_CHANGED: 'the SIM was changed just before',
  LIMIT_RAISED: 'the limit was raised just before',
  RETRY_AFTER_DECLINE: 'it retries a payment that was declined',
};

function weight(meaning: string): ParameterSpec {
  return { unit: 'points', min: 0, max: 1_000, meaning };
}

/**
 * What the channel saw while the payment was made. Only for payees who are new or recent: a new phone that pays the rent,
 * or a call during a payment to one's sister, says nothing.
 */
export const sessionSignal = defineRule({
  id: 'victim.session-signal',
  family: 'victim',
  source: SOURCES.psd2Monitoring,
  meaning: 'The session shows a call, remote access, or a change of device, credentials, SIM or limit.',
  measure: { unit: 'points', meaning: 'sum of the signals', max: 1_000, strength: 'POINTS' },
  parameters: {
    minAmount: { unit: 'amount', min: 0, max: 10_000_000, meaning: 'least amount of the payment' },
    recentPayeeDays: {
      unit: 'days',
      min: 0,
      max: 365,
      meaning: 'how long a payee counts as recent after the first payment',
    },
    pointsMax: { unit: 'points', min: 0, max: 1_000, meaning: 'most that all signals bring together' },
    ACTIVE_CALL: weight('a call during the payment'),
    REMOTE_ACCESS: weight('remote access during the payment'),
    NEW_DEVICE: weight('a device not seen before'),
    CREDENTIALS_CHANGED: weight('password or credentials changed within 24 h'),
    SIM_CHANGED: weight('SIM changed within 24 h'),
    LIMIT_RAISED: weight('payment limit raised within 24 h'),
    RETRY_AFTER_DECLINE: weight('a retry after a declined payment'),
  },
  debtor: {
    victim: true,
    mule: false,
    needs: 'WHOLE',
    onlyIf: {
      leg: ['PUSH_OR_CRYPTO', 'ORDERED_NOW'],
      amountFrom: 'minAmount',
      counterparty: { knownAtMost: 'recentPayeeDays' },
    },
    measure(leg, own, parameters) {
      if (!isOrderedNow(leg) || !isPushOrCrypto(leg) || leg.amountMinor < parameters.minAmount) {
        return NOT_APPLICABLE;
      }
      const { sessionSignals } = leg;
      if (sessionSignals.length === 0 || !isRecentPayee(leg, own, parameters.recentPayeeDays)) {
        return NOT_APPLICABLE;
      }
      let sum = 0;
      for (const signal of WEIGHED_SIGNALS) if (sessionSignals.includes(signal)) sum += parameters[signal];
      return Math.min(sum, parameters.pointsMax);
    },
    explain(leg, _own, parameters) {
      const seen = signalsOf(leg);
      const evidence: Record<string, number> = {};
      for (const signal of seen) evidence[signal] = parameters[signal];
      const words = seen.map((signal) => WORDS[signal]).join(', ');
      return {
        detail: `While ${money(leg.amountMinor, leg.currency)} was ordered: ${words}.`,
        evidence,
      };
    },
  },
});

function signalsOf(leg: LegView): readonly WeighedSignal[] {
  const { sessionSignals } = leg;
  return WEIGHED_SIGNALS.filter((signal) => sessionSignals.includes(signal));
}
