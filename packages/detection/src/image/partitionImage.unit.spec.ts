import type { Transfer } from '@sluice/domain';
import { defaultRules } from '@sluice/heuristics';
import * as fc from 'fast-check';
import { createPartitionFold, type Outputs, type PartitionFold, partitionImage, stateDigest } from '..';
import { account, listing, NOON, transfer } from '../testing/builders';
import { inMemoryLog, type LogRecord } from '../testing/inMemoryLog';

const PARTITIONS = 2;
const fresh = (partition: number): PartitionFold =>
  createPartitionFold({ partition, partitionCount: PARTITIONS, incarnation: 0 });

/** What came out of frames, as text: decisions and the rest in order. */
function heard(): Outputs & { readonly said: string[] } {
  const said: string[] = [];
  return {
    said,
    leg: (target, lane, offset, index, type, body) =>
      void said.push([target, lane.partition, offset, index, type, body.copy().toString('hex')].join(' ')),
    decision: (decision) => void said.push(JSON.stringify(decision.plain())),
    warning: (warning) => void said.push(JSON.stringify(warning)),
    inbox: (key, entry) => void said.push(key + JSON.stringify(entry)),
  };
}

const apply = (fold: PartitionFold, { frame, offset, appendTime }: LogRecord, out: Outputs): void =>
  fold.applyFrame(frame, offset, appendTime, out);

/** A few accounts with holds, returns, listings, master data and a second rules version; what one partition was told. */
const histories = fc.array(
  fc.oneof(
    { weight: 8, arbitrary: fc.tuple(fc.constant('PAY' as const), fc.nat(5), fc.nat(5), fc.nat(2_000_000)) },
    { weight: 1, arbitrary: fc.tuple(fc.constant('LIST' as const), fc.nat(5), fc.nat(3), fc.nat(0)) },
    { weight: 1, arbitrary: fc.tuple(fc.constant('KNOW' as const), fc.nat(5), fc.nat(1), fc.nat(0)) },
    { weight: 1, arbitrary: fc.tuple(fc.constant('SETTLE' as const), fc.nat(200), fc.nat(1), fc.nat(0)) },
    { weight: 1, arbitrary: fc.tuple(fc.constant('RULES' as const), fc.nat(2), fc.nat(0), fc.nat(0)) },
  ),
  { minLength: 10, maxLength: 120 },
);

const DISPOSITIONS = ['BLOCKED', 'TRUSTED', 'SUSPECTED'] as const;

function logOf(history: readonly (readonly [string, number, number, number])[]): readonly LogRecord[] {
  const bank = inMemoryLog({ partitionCount: PARTITIONS });
  const sent: Transfer[] = [];
  history.forEach(([what, a, b, amount], step) => {
    const at = NOON + step * 40_000;
    if (what === 'PAY') {
      const next = transfer({
        transferId: `T-${step}`,
        debtorAccount: `ACC-${a}`,
        creditorAccount: `ACC-${(a + 1 + b) % 7}`,
        amountMinor: amount + 1,
        occurredAt: at,
        statusAt: at,
      });
      sent.push(next);
      bank.transfer(next);
    } else if (what === 'LIST') {
      bank.listing(listing({ value: `ACC-${a}`, disposition: DISPOSITIONS[b % 3]! }));
    } else if (what === 'KNOW') {
      bank.account(account({ accountId: `ACC-${a}`, kind: b === 0 ? 'CURRENT' : 'MERCHANT' }));
    } else if (what === 'SETTLE') {
      const earlier = sent[a % Math.max(1, sent.length)];
      if (earlier !== undefined)
        bank.status({ ...earlier, status: b === 0 ? 'REJECTED' : 'SETTLED', statusAt: at });
    } else {
      bank.rules({ ...defaultRules, version: `v-${a}` });
    }
  });
  return bank.log.filter(({ partition }) => partition === 0);
}

describe('an image of a partition', () => {
  it('taken in bites while the fold goes on, restores to the very state of its moment, and the rest follows equally', () => {
    fc.assert(
      fc.property(
        histories,
        fc.nat(100),
        fc.integer({ min: 1, max: 7 }),
        fc.nat(3),
        (history, at, bite, lead) => {
          const log = logOf(history);
          const moment = Math.floor((at / 101) * log.length);
          const live = fresh(0);
          const image = partitionImage(live.state);
          const topics = [new Map<string, Buffer>(), new Map<string, Buffer>()] as const;
          const out = heard();
          let said = 0;
          const takeAll = (generation: 0 | 1): void => {
            image.beginImage(generation);
            while (!image.takeImage(50, write(generation)));
            image.completeImage();
          };
          const write = (generation: 0 | 1) => (key: string, value: Uint8Array | null) => {
            if (value === null) topics[generation].delete(key);
            else topics[generation].set(key, Buffer.from(value));
          };
          let pieces = 0;
          let open = false;
          const restored = fresh(0);
          log.forEach((record, index) => {
            // An earlier image of each generation, so that this one holds only what changed since.
            if (index === Math.floor(moment / 2)) takeAll(0);
            if (index === Math.floor(moment / 3)) takeAll(1);
            if (index === moment) {
              expect(open).toBe(false);
              if (lead === 0) {
                // One that comes to nothing before: nothing of it may be missing later.
                image.beginImage(0);
                image.takeImage(2, () => undefined);
                image.abandonImage();
              }
              image.beginImage(0);
              pieces = image.pieceCount();
              open = true;
              const twin = fresh(0);
              for (const earlier of log.slice(0, index)) apply(twin, earlier, heard());
              expect(stateDigest(live.state)).toBe(stateDigest(twin.state));
              said = out.said.length;
            }
            apply(live, record, out);
            if (open && image.takeImage(bite, write(0))) {
              image.completeImage();
              open = false;
            }
          });
          if (open) {
            while (!image.takeImage(bite, write(0)));
            image.completeImage();
          }
          if (moment >= log.length) return;
          const target = partitionImage(restored.state);
          for (const [key, value] of topics[0]) target.loadPiece(key, value);
          target.markRestored(0);
          expect(target.pieceCount()).toBe(pieces);
          const twin = fresh(0);
          for (const earlier of log.slice(0, moment)) apply(twin, earlier, heard());
          expect(stateDigest(restored.state)).toBe(stateDigest(twin.state));
          const again = heard();
          for (const later of log.slice(moment)) apply(restored, later, again);
          expect(again.said).toEqual(out.said.slice(said));
          expect(stateDigest(restored.state)).toBe(stateDigest(live.state));
        },
      ),
      { numRuns: 150 },
    );
  }, 60_000);

  it('of another build names the piece that it does not know', () => {
    expect(() => partitionImage(fresh(0).state).loadPiece('weather/today', Buffer.alloc(1))).toThrow(
      /no part knows the piece weather\/today/,
    );
  });
});
