import fc from 'fast-check';
import { AccountStore } from '../accountStore';
import { createAccountFeatures } from '../createAccountFeatures';
import { account, HOUR_MS, leg, MINUTE_MS, NOON } from '../testing/builders';
import { type Operation, operations } from '../testing/operations';
import { ask } from '../testing/questions';
import { Run } from '../testing/runOperations';
import type { Generation } from './images';

const DAY = 24 * HOUR_MS;
const OPTIONS = { idleAfterMs: 12 * DAY };

/** A compacted topic: the newest piece of each account; what an open transaction wrote is not seen before its end. */
class CompactedTopic {
  readonly pieces = new Map<string, Uint8Array>();
  private open: [string, Uint8Array | null][] = [];

  readonly write = (accountId: string, bytes: Uint8Array | null): void => {
    this.open.push([accountId, bytes?.slice() ?? null]);
  };

  get size(): number {
    return this.open.length;
  }

  commit(): void {
    for (const [id, bytes] of this.open) {
      if (bytes === null) this.pieces.delete(id);
      else this.pieces.set(id, bytes);
    }
    this.open = [];
  }

  abort(): void {
    this.open = [];
  }

  restored(streamTime: number, generation: Generation): AccountStore {
    const store = new AccountStore(OPTIONS);
    store.evict(streamTime);
    for (const bytes of this.pieces.values()) store.decodeSlot(bytes);
    store.markRestored(generation);
    return store;
  }
}

type Step =
  | { readonly type: 'DO'; readonly operation: Operation }
  | { readonly type: 'READ'; readonly account: number }
  | { readonly type: 'SWEEP' }
  | { readonly type: 'DIGEST' }
  | { readonly type: 'BEGIN'; readonly generation: Generation }
  | { readonly type: 'TAKE'; readonly max: number }
  | { readonly type: 'ABANDON' }
  | { readonly type: 'CRASH'; readonly generation: Generation };

const stepsOf = (ops: fc.Arbitrary<Operation[]>, accounts: number): fc.Arbitrary<Step[]> =>
  ops.chain((list) => {
    const between: fc.Arbitrary<Step> = fc.oneof(
      {
        weight: 3,
        arbitrary: fc.record({ type: fc.constant('READ' as const), account: fc.nat(accounts - 1) }),
      },
      { weight: 2, arbitrary: fc.constant({ type: 'SWEEP' as const }) },
      { weight: 1, arbitrary: fc.constant({ type: 'DIGEST' as const }) },
      {
        weight: 6,
        arbitrary: fc.record({
          type: fc.constant('BEGIN' as const),
          generation: fc.constantFrom<Generation>(0, 1),
        }),
      },
      {
        weight: 12,
        arbitrary: fc.record({ type: fc.constant('TAKE' as const), max: fc.integer({ min: 1, max: 3 }) }),
      },
      { weight: 1, arbitrary: fc.constant({ type: 'ABANDON' as const }) },
      {
        weight: 1,
        arbitrary: fc.record({
          type: fc.constant('CRASH' as const),
          generation: fc.constantFrom<Generation>(0, 1),
        }),
      },
    );
    return fc
      .array(fc.array(between, { maxLength: 2 }), { minLength: list.length, maxLength: list.length })
      .map((extras) => list.flatMap((operation, i): Step[] => [{ type: 'DO', operation }, ...extras[i]!]));
  });

/** The moment of an image: how many operations came before, and what the state was. */
interface ImageMoment {
  readonly generation: Generation;
  readonly done: number;
  readonly digest: string;
  readonly streamTime: number;
}

class Story {
  private readonly run = new Run(new AccountStore(OPTIONS));
  private readonly twin = new Run(new AccountStore(OPTIONS));
  private readonly topics = [new CompactedTopic(), new CompactedTopic()] as const;
  private readonly published: [ImageMoment | null, ImageMoment | null] = [null, null];
  private readonly done: Operation[] = [];
  private underWay: ImageMoment | null = null;
  imagesChecked = 0;

  private get store(): AccountStore {
    return this.run.store as AccountStore;
  }

  step(step: Step): void {
    switch (step.type) {
      case 'DO':
        this.run.do(step.operation);
        this.twin.do(step.operation);
        this.done.push(step.operation);
        return;
      case 'READ':
        ask(this.store, this.run, {
          account: step.account,
          counterparty: 0,
          isIn: true,
          currency: 'EUR',
          step: 0,
        });
        return;
      case 'SWEEP':
        this.store.evict(0, { maxSlots: 3 });
        return;
      case 'DIGEST':
        expect(this.store.digest()).toBe((this.twin.store as AccountStore).digest());
        return;
      case 'BEGIN':
        if (this.underWay === null) this.begin(step.generation);
        return;
      case 'TAKE':
        this.take(step.max);
        return;
      case 'ABANDON':
        if (this.underWay === null) return;
        this.store.abandonImage();
        this.topics[this.underWay.generation].abort();
        this.underWay = null;
        return;
      case 'CRASH':
        this.crash(step.generation);
    }
  }

  private begin(generation: Generation): void {
    const { store } = this;
    // The twin's, because taking a digest ends days, which must make no difference either.
    const digest = (this.twin.store as AccountStore).digest();
    store.beginImage(generation);
    this.underWay = { generation, done: this.done.length, digest, streamTime: store.streamTime };
  }

  private take(max: number): void {
    const moment = this.underWay;
    if (moment === null) return;
    const topic = this.topics[moment.generation];
    const [given, left] = [topic.size, this.store.imageSize()];
    const isAll = this.store.takeImage(max, topic.write);
    expect(topic.size - given).toBe(Math.min(max, left));
    expect(this.store.imageSize()).toBe(left - (topic.size - given));
    expect(isAll).toBe(this.store.imageSize() === 0);
    if (!isAll) return;
    this.store.completeImage();
    topic.commit();
    this.published[moment.generation] = moment;
    this.underWay = null;
    this.checkRestored(moment);
  }

  private checkRestored(moment: ImageMoment): void {
    this.imagesChecked += 1;
    const restored = this.topics[moment.generation].restored(moment.streamTime, moment.generation);
    expect(restored.digest()).toBe(moment.digest);
    this.replay(restored, moment);
    expect(restored.digest()).toBe((this.twin.store as AccountStore).digest());
  }

  private replay(store: AccountStore, moment: ImageMoment): void {
    const replay = new Run(new AccountStore(OPTIONS));
    for (const operation of this.done.slice(0, moment.done)) replay.do(operation);
    replay.store = store;
    for (const operation of this.done.slice(moment.done)) replay.do(operation);
  }

  private crash(generation: Generation): void {
    const moment = this.published[generation];
    if (moment === null) return;
    if (this.underWay !== null) this.topics[this.underWay.generation].abort();
    this.underWay = null;
    const store = this.topics[generation].restored(moment.streamTime, generation);
    this.replay(store, moment);
    this.run.store = store;
  }
}

describe('images of a store that goes on', () => {
  it('restore to the state at their moment, and with what came after it to the state now', () => {
    let images = 0;
    const ops = operations({
      accounts: 6,
      counterparties: 5,
      currencies: ['EUR', 'USD'],
      longestStep: 15 * DAY,
      count: 120,
    });
    const check = (steps: Step[]): void => {
      const story = new Story();
      for (const step of steps) story.step(step);
      images += story.imagesChecked;
    };
    fc.assert(fc.property(stepsOf(ops, 6), check), { numRuns: 60 });
    expect(images).toBeGreaterThan(100);
  });

  it('do so for busy accounts whose legs are in buckets', () => {
    let images = 0;
    const ops = operations({
      accounts: 2,
      counterparties: 300,
      currencies: ['EUR', 'USD', 'JPY'],
      longestStep: 20 * MINUTE_MS,
      count: 500,
    });
    const check = (steps: Step[]): void => {
      const story = new Story();
      for (const step of steps) story.step(step);
      images += story.imagesChecked;
    };
    fc.assert(fc.property(stepsOf(ops, 2), check), { numRuns: 5 });
    expect(images).toBeGreaterThan(4);
  });
});

/** Takes a whole image and tells whose pieces it had. */
function imageOf(store: AccountStore, generation: Generation): string[] {
  const ids: string[] = [];
  store.beginImage(generation);
  while (!store.takeImage(2, (id, bytes) => ids.push(bytes === null ? `${id} gone` : id)));
  store.completeImage();
  return ids.sort();
}

function storeWith(...ids: readonly string[]): AccountStore {
  const store = new AccountStore();
  for (const id of ids) store.recordLeg(store.slotOf(id), leg({ at: NOON }));
  return store;
}

describe('an image', () => {
  it('of a fresh store has every account; the next of its generation only those that changed', () => {
    const store = storeWith('BANK:1', 'BANK:2', 'BANK:3');
    expect(imageOf(store, 0)).toEqual(['BANK:1', 'BANK:2', 'BANK:3']);
    expect(imageOf(store, 0)).toEqual([]);
    store.recordLeg(store.slotOf('BANK:2'), leg({ at: NOON + 1 }));
    store.setMaster(store.slotOf('BANK:3'), account({ accountId: 'BANK:3' }));
    expect(imageOf(store, 0)).toEqual(['BANK:2', 'BANK:3']);
    expect(imageOf(store, 1)).toEqual(['BANK:1', 'BANK:2', 'BANK:3']);
  });

  it('says once of an evicted account that it is gone, and nothing where it has come back', () => {
    const store = storeWith('BANK:1', 'BANK:2', 'BANK:3');
    imageOf(store, 0);
    store.evict(NOON + 181 * DAY, { maxSlots: 10 });
    store.recordLeg(store.slotOf('BANK:2'), leg({ at: NOON + 181 * DAY }));
    expect(imageOf(store, 0)).toEqual(['BANK:1 gone', 'BANK:2', 'BANK:3 gone']);
    expect(imageOf(store, 0)).toEqual([]);
    expect(imageOf(store, 1)).toEqual(['BANK:2']);
  });

  it('that is abandoned leaves its changes and its tombstones to the next', () => {
    const store = storeWith('BANK:1', 'BANK:2');
    imageOf(store, 0);
    store.evict(NOON + 181 * DAY, { maxSlots: 10 });
    store.slotOf('BANK:3');
    store.beginImage(0);
    store.takeImage(2, () => undefined);
    store.recordLeg(store.slotOf('BANK:1'), leg({ at: NOON + 181 * DAY }));
    store.abandonImage();
    expect(store.imageSize()).toBe(0);
    expect(imageOf(store, 0)).toEqual(['BANK:1', 'BANK:2 gone', 'BANK:3']);
  });

  it('has an account as it was at the moment, though it changed before its turn', () => {
    const store = storeWith('BANK:1');
    const before = store.encodeSlot(store.slotOf('BANK:1'));
    store.beginImage(0);
    store.recordLeg(store.slotOf('BANK:1'), leg({ at: NOON + 20 * DAY }));
    let piece: Uint8Array | null = null;
    expect(
      store.takeImage(1, (_, bytes) => {
        piece = bytes?.slice() ?? null;
      }),
    ).toBe(true);
    expect(piece).toEqual(before);
  });

  it('has the day of an account still open that a read closed before its turn', () => {
    const store = storeWith('BANK:1', 'BANK:2');
    const before = store.encodeSlot(store.slotOf('BANK:1'));
    store.beginImage(0);
    store.recordLeg(store.slotOf('BANK:2'), leg({ at: NOON + 20 * DAY }));
    const features = createAccountFeatures();
    store.readFeatures(store.slotOf('BANK:1'), leg({ at: NOON + 20 * DAY }), features);
    const pieces = new Map<string, Uint8Array>();
    store.takeImage(2, (id, bytes) => pieces.set(id, bytes!.slice()));
    expect(pieces.get('BANK:1')).toEqual(before);
  });

  it('that is abandoned still knows that an account which came back and went again is to be taken out', () => {
    const store = storeWith('BANK:1');
    imageOf(store, 0);
    store.evict(NOON + 181 * DAY, { maxSlots: 10 });
    store.beginImage(0);
    store.recordLeg(store.slotOf('BANK:1'), leg({ at: NOON + 181 * DAY }));
    store.abandonImage();
    store.evict(NOON + 400 * DAY, { maxSlots: 10 });
    expect(imageOf(store, 0)).toEqual(['BANK:1 gone']);
  });

  it('cannot be begun twice, nor completed before all of it was handed over', () => {
    const store = storeWith('BANK:1');
    store.beginImage(0);
    expect(() => store.beginImage(1)).toThrow('an image of generation 0 is under way');
    expect(() => store.completeImage()).toThrow('1 pieces of the image have not been handed over');
    store.abandonImage();
    expect(() => store.abandonImage()).toThrow('no image is under way');
  });
});

describe('a store restored from an image', () => {
  it('has changed nothing for that generation and everything for the other', () => {
    const store = storeWith('BANK:1', 'BANK:2');
    const copy = new AccountStore();
    copy.evict(store.streamTime);
    store.beginImage(1);
    store.takeImage(9, (_, bytes) => copy.decodeSlot(bytes!));
    copy.markRestored(1);
    expect(imageOf(copy, 1)).toEqual([]);
    expect(imageOf(copy, 0)).toEqual(['BANK:1', 'BANK:2']);
  });
});
