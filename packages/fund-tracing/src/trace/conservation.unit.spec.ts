import fc from 'fast-check';
import { hopsOf } from '../books/hops';
import { inLedgerOrder, type LedgerEntry } from '../ledger/ledgerEntry';
import { METHOD_NAMES, type MethodName } from '../methods';
import { anyLedger, anySources, anyStops } from '../testing/arbitraries';
import { factsOf } from '../testing/builders';
import type { StopFact, TraceResult, TraceSource } from './api';
import { trace } from './trace';

const accounts = factsOf({ pool: { kind: 'POOLED' }, merchant: { kind: 'MERCHANT' } });
const stories = anyLedger.chain((ledger) =>
  fc.record({ ledger: fc.constant(ledger), sources: anySources(ledger), stops: anyStops }),
);
const anyMethod = fc.constantFrom(...METHOD_NAMES);

interface Story {
  readonly ledger: readonly LedgerEntry[];
  readonly sources: readonly TraceSource[];
  readonly stops: readonly StopFact[];
}

function run(method: MethodName, { ledger, sources, stops }: Story): TraceResult {
  return trace({ method, sources, ledger: inLedgerOrder(ledger), stops, accounts });
}

function sum(parts: readonly { readonly amountMinor: number }[]): number {
  return parts.reduce((total, part) => total + part.amountMinor, 0);
}

describe('whatever the ledger and the stop-payments say', () => {
  it('no minor unit of stolen money is lost or made, under any method', () => {
    fc.assert(
      fc.property(stories, anyMethod, (story, method) => {
        const result = run(method, story);
        for (const totals of result.sources) {
          const resting = result.resting.filter(({ source }) => source === totals.source);
          const departed = result.departed.filter(({ source }) => source === totals.source);
          expect(sum(resting) + sum(departed) + totals.returnedMinor).toBe(
            totals.enteredMinor + totals.contaminatedMinor,
          );
          for (const money of resting) {
            expect(money.frozenMinor).toBeGreaterThanOrEqual(0);
            expect(money.frozenMinor + money.releasedMinor).toBeLessThanOrEqual(money.amountMinor);
          }
          if (method !== 'POISON') expect(totals.contaminatedMinor).toBe(0);
        }
      }),
      { numRuns: 600 },
    );
  });

  it('no transfer carries more stolen money than it moved, under any method', () => {
    fc.assert(
      fc.property(stories, anyMethod, (story, method) => {
        const result = run(method, story);
        for (const entry of story.ledger) {
          const carried = result.flows.filter(
            ({ transferId, fate }) =>
              transferId === entry.transferId && fate !== 'INHERITED' && fate !== 'EXCHANGED',
          );
          expect(sum(carried)).toBeLessThanOrEqual(entry.amountMinor);
        }
      }),
      { numRuns: 600 },
    );
  });

  it('no account holds more stolen money than money, and no more is frozen than stopped', () => {
    fc.assert(
      fc.property(stories, anyMethod, (story, method) => {
        const result = run(method, story);
        for (const { account, currency, balanceMinor } of result.tainted) {
          const here = result.resting.filter(
            (money) => money.account === account && money.currency === currency && !money.withVictim,
          );
          expect(sum(here)).toBeLessThanOrEqual(balanceMinor);
        }
        const stopped = Math.max(0, ...story.stops.map((stop) => stop.stoppedMinor));
        for (const account of ['a', 'b', 'c', 'd', 'e']) {
          const frozen = result.resting
            .filter((money) => money.account === account)
            .reduce((total, money) => total + money.frozenMinor, 0);
          expect(frozen).toBeLessThanOrEqual(stopped);
        }
      }),
      { numRuns: 600 },
    );
  });

  it('the hops of a case show every unit that rests, is frozen or is out of sight, once', () => {
    // Under poison own money turns suspect where it lies: no hop brought it.
    const sharing = fc.constantFrom(...METHOD_NAMES.filter((name) => name !== 'POISON'));
    fc.assert(
      fc.property(stories, sharing, (story, method) => {
        const result = run(method, story);
        for (const caseId of ['C1', 'C2']) {
          const hops = hopsOf(result, caseId);
          const totals = result.sources.filter((source) => source.caseId === caseId);
          const shown = (of: 'restsMinor' | 'frozenMinor' | 'outMinor') =>
            hops.reduce((total, hop) => total + hop[of], 0);
          const found = (of: 'atRestMinor' | 'frozenMinor' | 'leftSightMinor') =>
            totals.reduce((total, source) => total + source[of], 0);
          expect([shown('restsMinor'), shown('frozenMinor'), shown('outMinor')]).toEqual([
            found('atRestMinor'),
            found('frozenMinor'),
            found('leftSightMinor'),
          ]);
        }
      }),
      { numRuns: 600 },
    );
  });

  it('the same ledger in another order of rows gives the same trace', () => {
    fc.assert(
      fc.property(stories, anyMethod, fc.nat(), (story, method, turn) => {
        const at = story.ledger.length === 0 ? 0 : turn % story.ledger.length;
        const ledger = [...story.ledger.slice(at), ...story.ledger.slice(0, at)];
        const stops = story.stops.toReversed();
        expect(run(method, { ...story, ledger, stops })).toEqual(run(method, story));
      }),
      { numRuns: 200 },
    );
  });
});
