import { transferOf } from '@sluice/domain/src/testing/transferOf';
import type { Generation } from '@sluice/log-format';
import * as fc from 'fast-check';
import { recognise } from '../testing/sightings';
import { IdTable } from './idTable';

const OPTIONS = { horizonMs: 100, blockIds: 4 } as const;

/** A compacted topic: the last value of a key counts, null removes it. Values are copied, as sending does. */
class CompactedTopic {
  readonly pieces: [Map<string, Uint8Array>, Map<string, Uint8Array>] = [new Map(), new Map()];
  private uncommitted: [string, Uint8Array | null][] = [];

  readonly write = (key: string, value: Uint8Array | null): void => {
    this.uncommitted.push([key, value === null ? null : Uint8Array.from(value)]);
  };

  commit(generation: Generation): void {
    for (const [key, value] of this.uncommitted) {
      if (value === null) this.pieces[generation].delete(key);
      else this.pieces[generation].set(key, value);
    }
    this.uncommitted = [];
  }

  abort(): void {
    this.uncommitted = [];
  }

  restore(generation: Generation): IdTable {
    const ids = new IdTable(OPTIONS);
    // In any order: compaction keeps none among keys.
    for (const [key, value] of [...this.pieces[generation]].sort(([a], [b]) => (a < b ? 1 : -1)))
      ids.loadPiece(key, value);
    ids.markRestored(generation);
    return ids;
  }
}

interface Step {
  readonly id: number;
  readonly stepMs: number;
  readonly statusAt: number;
}
const step: fc.Arbitrary<Step> = fc.record({
  id: fc.integer({ min: 0, max: 80 }),
  stepMs: fc.constantFrom(0, 0, 1, 2, 30),
  statusAt: fc.integer({ min: 0, max: 6 }),
});
const steps = (maxLength: number) => fc.array(step, { maxLength, size: 'max' });

function fold(ids: IdTable, from: number, list: readonly Step[]): { now: number; said: string[] } {
  let now = from;
  const said = list.map(({ id, stepMs, statusAt }) => {
    now += stepMs;
    return recognise(ids, transferOf({ transferId: `T${id}`, statusAt }), now);
  });
  return { now, said };
}

describe('an image of the id table', () => {
  it('restored, and shown the rest of the records, says what the live table says, however it was taken', () => {
    const image = fc.record({
      before: steps(60),
      meanwhile: fc.array(fc.tuple(fc.integer({ min: 1, max: 3 }), steps(12)), { maxLength: 8 }),
      outcome: fc.constantFrom('COMPLETE', 'COMPLETE', 'ABANDON'),
    });
    fc.assert(
      fc.property(fc.array(image, { minLength: 1, maxLength: 8 }), steps(60), (images, rest) => {
        const live = new IdTable(OPTIONS);
        const topic = new CompactedTopic();
        let now = 0;
        let generation: Generation = 0;
        /** What came after the moment of each generation's last complete image. */
        const since: (readonly [now: number, steps: Step[]] | null)[] = [null, null];
        const go = (list: readonly Step[]): void => {
          now = fold(live, now, list).now;
          for (const one of since) one?.[1].push(...list);
        };
        for (const { before, meanwhile, outcome } of images) {
          go(before);
          live.beginImage(generation);
          const count = live.pieceCount();
          const moment: readonly [now: number, steps: Step[]] = [now, []];
          since.push(moment);
          for (const [max, list] of meanwhile) {
            live.takeImage(max, topic.write);
            go(list);
          }
          while (!live.takeImage(2, topic.write));
          since.pop();
          if (outcome === 'ABANDON') {
            live.abandonImage();
            topic.abort();
            continue;
          }
          live.completeImage();
          topic.commit(generation);
          since[generation] = moment;
          expect(topic.pieces[generation].size).toBe(count);
          generation = generation === 0 ? 1 : 0;
        }
        const restored = ([0, 1] as const).flatMap((one) => {
          const moment = since[one];
          if (moment == null) return [];
          const ids = topic.restore(one);
          fold(ids, moment[0], moment[1]);
          return [ids];
        });
        const told = fold(live, now, rest).said;
        for (const ids of restored) {
          expect(fold(ids, now, rest).said).toEqual(told);
          expect(ids.size).toBe(live.size);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('taken after a restore writes only what changed, and all of it for the other generation', () => {
    const topic = new CompactedTopic();
    const live = new IdTable({ ...OPTIONS, horizonMs: 1_000_000 });
    const ids = (from: number, count: number) =>
      Array.from({ length: count }, (_, i) => ({ id: from + i, stepMs: 1, statusAt: 0 }));
    fold(live, 0, ids(0, 12));
    const written = (table: IdTable, generation: Generation): string[] => {
      const keys: string[] = [];
      table.beginImage(generation);
      while (
        !table.takeImage(100, (key, value) => {
          keys.push(key);
          topic.write(key, value);
        })
      );
      table.completeImage();
      topic.commit(generation);
      return keys.sort();
    };
    expect(written(live, 0)).toEqual(['0', '1', '2', 'first']);
    expect(written(live, 0)).toEqual(['first']);
    const restored = topic.restore(0);
    fold(restored, 12, ids(12, 1));
    expect(written(restored, 0)).toEqual(['3', 'first']);
    expect(written(restored, 1)).toEqual(['0', '1', '2', '3', 'first']);
  });

  it('deletes dropped blocks from both generations, also from the one that was not restored', () => {
    const topic = new CompactedTopic();
    let live = new IdTable(OPTIONS);
    const image = (generation: Generation): void => {
      live.beginImage(generation);
      while (!live.takeImage(100, topic.write));
      live.completeImage();
      topic.commit(generation);
    };
    const some = (from: number, stepMs: number) =>
      Array.from({ length: 8 }, (_, i) => ({ id: from + i, stepMs, statusAt: 0 }));
    let { now } = fold(live, 0, some(0, 1));
    image(0);
    now = fold(live, now + 200, some(10, 1)).now;
    image(1);
    live = topic.restore(1);
    now = fold(live, now, some(20, 1)).now;
    image(0);
    expect([...topic.pieces[0].keys()].sort()).toEqual(['2', '3', '4', '5', 'first']);
    expect(topic.restore(0).size).toBe(16);
  });

  it.each([
    ['without the piece that names the first block', ['first']],
    ['with a block missing in the middle', ['1']],
  ])('%s is refused', (_, missing) => {
    const topic = new CompactedTopic();
    const live = new IdTable(OPTIONS);
    fold(
      live,
      0,
      Array.from({ length: 12 }, (_, id) => ({ id, stepMs: 1, statusAt: 0 })),
    );
    live.beginImage(0);
    while (!live.takeImage(100, topic.write));
    live.completeImage();
    topic.commit(0);
    for (const key of missing) topic.pieces[0].delete(key);
    expect(() => topic.restore(0)).toThrow(RangeError);
  });

  it('with bytes missing is refused', () => {
    const ids = new IdTable(OPTIONS);
    expect(() => ids.loadPiece('0', new Uint8Array(30))).toThrow(RangeError);
    expect(() => ids.loadPiece('first', new Uint8Array(3))).toThrow(RangeError);
  });
});
