import { formatMajor, maskAccount } from '@sluice/domain';
import type { StoryEvent } from '@sluice/scenarios';

/** Turns what happens in the bank into one line of plain words each; null where it is not worth a line. */
export interface Narrator {
  tell(event: StoryEvent): Promise<string | null>;
}

export interface NarratorOptions {
  /** Simulated milliseconds per real millisecond: latencies are told in real time. */
  readonly factor: number;
  /** Real time from publishing a transfer to its decision, ms; null where it is not known. */
  readonly latencyMs: (transferId: string) => number | null;
  /** The way by which traced money came to an account, masked. */
  readonly pathTo: (account: string) => Promise<string>;
  /** Honest life is told only now and then: every n-th of its kind. */
  readonly honestEvery?: number;
}

const SENTENCES_MAX = 2;

export function createNarrator(options: NarratorOptions): Narrator {
  const honestEvery = options.honestEvery ?? 3;
  let honestHolds = 0;
  const toldHolds = new Set<string>();

  const amount = (minor: number, currency: string): string => formatMajor(minor, currency);
  const pair = (event: { debtorAccount: string; creditorAccount: string }): string =>
    `${maskAccount(event.debtorAccount)}→${maskAccount(event.creditorAccount)}`;

  const held = (event: Extract<StoryEvent, { type: 'HELD' }>): string | null => {
    if (event.caseNo === null && honestHolds++ % honestEvery !== 0) return null;
    toldHolds.add(event.transferId);
    const latency = options.latencyMs(event.transferId);
    const within = latency === null ? '' : ` in ${seconds(latency)}`;
    const why = event.reasons.slice(0, SENTENCES_MAX).map(withoutEnd).join('; ');
    return `HELD     ${amount(event.amountMinor, event.currency)} ${pair(event)}${within}: ${why}`;
  };

  const sentence = async (event: StoryEvent): Promise<string | null> => {
    switch (event.type) {
      case 'HELD':
        return held(event);
      case 'WARNED':
        if (event.caseNo === null && event.answer !== 'CANCELLED') return null;
        return `WARNED   payer ${maskAccount(event.debtorAccount)} of ${amount(event.amountMinor, event.currency)} (${event.scenario}), who ${WARNED_ENDS[event.answer]}`;
      case 'CANCELLED':
        return toldHolds.has(event.transferId)
          ? `STOPPED  ${amount(event.amountMinor, event.currency)} ${pair(event)} cancelled after ${minutes(event.heldMs)}: never left`
          : null;
      case 'RELEASED':
        return toldHolds.has(event.transferId)
          ? `RELEASED ${amount(event.amountMinor, event.currency)} ${pair(event)} ${RELEASED_BY[event.by]}, held for ${minutes(event.heldMs)}`
          : null;
      case 'TOO_LATE':
        return `TOO LATE ${amount(event.amountMinor, event.currency)} ${pair(event)} had been executed; following the money`;
      case 'GONE':
        return `GONE     ${amount(event.amountMinor, event.currency)} ${maskAccount(event.debtorAccount)}→${EXITS[event.exit](event)}`;
      case 'RETURNED':
        return `RETURNED ${amount(event.amountMinor, event.currency)} to ${maskAccount(event.creditorAccount)}, ${event.by === 'FREEZE' ? 'from frozen money' : 'recalled from another bank'}`;
      case 'REPORT':
        return `REPORT   ${event.reportId}: ${amount(event.amountMinor, event.currency)} in ${event.items} payments, first at ${clock(event.firstAt)} (${event.fraudType.toLowerCase().replaceAll('_', ' ')})`;
      case 'FROZEN': {
        const after =
          event.afterReportMs === null
            ? ''
            : `, ${seconds(event.afterReportMs / options.factor)} after the report`;
        const path = await options.pathTo(event.account);
        return event.result === 'REJECTED'
          ? `         ${path} freeze of ${amount(event.requestedMinor, event.currency)} refused by the core`
          : `         ${path} FROZEN ${amount(event.stoppedMinor, event.currency)} of ${amount(event.requestedMinor, event.currency)}${after}`;
      }
      case 'UNFROZEN':
        return `UNFROZEN ${amount(event.amountMinor, event.currency)} on ${maskAccount(event.account)} ${event.by === 'ORDER' ? 'by the desk' : 'at the end of the stop'}`;
      case 'RECALL': {
        const bank = event.creditorInstitution ?? 'another bank';
        if (event.result === 'PENDING')
          return `         ${await options.pathTo(event.account)}→${bank} RECALLED ${amount(event.requestedMinor, event.currency)}, pending`;
        return event.result === 'RETURNED'
          ? `         →${bank} gave back ${amount(event.returnedMinor, event.currency)} of ${amount(event.requestedMinor, event.currency)}`
          : `         →${bank} refused the recall of ${amount(event.requestedMinor, event.currency)}`;
      }
    }
  };

  return {
    async tell(event) {
      const words = await sentence(event);
      return words === null ? null : `${clock(event.at)} ${words}`;
    },
  };
}

const WARNED_ENDS = {
  CANCELLED: 'cancelled: never left',
  PROCEEDED: 'went on all the same',
  NO_ANSWER: 'did not answer',
  NONE: 'did not answer',
  UNKNOWN: 'did not answer',
} as const;

const RELEASED_BY = {
  ORDER: 'released by the desk',
  EXPIRY: 'released by the clock',
  CORE: 'let go by the core, which got no command',
} as const;

const EXITS = {
  ATM: () => 'cash machine',
  EXCHANGE: () => 'crypto exchange',
  OTHER_BANK: (event: { creditorInstitution: string | null }) => event.creditorInstitution ?? 'another bank',
} as const;

/** Time of day of simulated time, UTC. */
export function clock(at: number): string {
  return new Date(at).toISOString().slice(11, 19);
}

function seconds(ms: number): string {
  return ms < 10_000 ? `${(ms / 1_000).toFixed(2)} s` : `${Math.round(ms / 1_000)} s`;
}

function minutes(ms: number): string {
  return ms < 60_000 ? `${Math.round(ms / 1_000)} s` : `${Math.round(ms / 60_000)} min`;
}

function withoutEnd(sentence: string): string {
  return sentence.replace(/\.$/, '');
}
