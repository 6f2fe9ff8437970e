import { hash53 } from '@sluice/domain';
import fc from 'fast-check';
import { AccountStore } from './accountStore';
import { HOUR_MS, leg, MINUTE_MS, NOON } from './testing/builders';
import { type Operation, operations } from './testing/operations';
import { differenceOf } from './testing/plainFeatures';
import { ask, type Question, question } from './testing/questions';
import { Run } from './testing/runOperations';

const DAY = 24 * HOUR_MS;
const OPTIONS = { idleAfterMs: 40 * DAY };

/** A store from the snapshot of another, its accounts in the opposite order. */
function restored(store: AccountStore): AccountStore {
  const images: Uint8Array[] = [];
  store.forEachSlot((slot) => images.push(store.encodeSlot(slot)));
  const copy = new AccountStore(OPTIONS);
  copy.evict(store.streamTime);
  for (const image of images.reverse()) copy.decodeSlot(image);
  return copy;
}

interface Story {
  readonly operations: Operation[];
  readonly restoreAt: readonly number[];
  readonly questions: readonly Question[];
}

function check({ operations: todo, restoreAt, questions }: Story): void {
  let kept = new AccountStore(OPTIONS);
  const straight = new Run(kept);
  const interrupted = new Run(new AccountStore(OPTIONS));
  for (let i = 0; i < todo.length; i++) {
    const operation = todo[i]!;
    const answer = straight.do(operation);
    if (restoreAt.some((place) => place % todo.length === i)) {
      interrupted.store = restored(interrupted.store as AccountStore);
    }
    // The interrupted one reads much and takes memory back at once; neither may leave a trace.
    ask(interrupted.store, interrupted, questions[i % questions.length]!);
    const itsAnswer = interrupted.do(operation);
    if (JSON.stringify(itsAnswer) !== JSON.stringify(answer)) expect(itsAnswer).toEqual(answer);
    (interrupted.store as AccountStore).evict(0, { maxSlots: 1_000 });
  }
  kept = straight.store as AccountStore;
  expect((interrupted.store as AccountStore).digest()).toBe(kept.digest());
  for (const asked of questions) {
    const difference = differenceOf(ask(interrupted.store, interrupted, asked), ask(kept, straight, asked));
    if (difference !== null) expect(difference.actual).toEqual(difference.expected);
  }
}

const storyOf = (ops: fc.Arbitrary<Operation[]>, accounts: number, counterparties: number) =>
  fc.record({
    operations: ops,
    restoreAt: fc.array(fc.nat(1_000), { maxLength: 3 }),
    questions: fc.array(question(accounts, counterparties), { minLength: 5, maxLength: 5 }),
  });

describe('a store restored from the images of its accounts', () => {
  it('goes on exactly as the one that was never interrupted, over months', () => {
    const ops = operations({
      accounts: 4,
      counterparties: 40,
      currencies: ['EUR', 'USD', 'JPY'],
      longestStep: 30 * DAY,
      count: 120,
    });
    fc.assert(fc.property(storyOf(ops, 4, 40), check), { numRuns: 150 });
  });

  it('does so for busy accounts with hundreds of counterparties', () => {
    const ops = operations({
      accounts: 1,
      counterparties: 600,
      currencies: ['EUR', 'USD', 'JPY', 'GBP', 'CHF', 'SEK'],
      longestStep: 30 * MINUTE_MS,
      count: 700,
    });
    fc.assert(fc.property(storyOf(ops, 1, 600), check), { numRuns: 40 });
  });

  it('refuses bytes of another version and bytes that are cut', () => {
    const store = new AccountStore();
    const slot = store.slotOf('BANK:1');
    store.recordLeg(slot, leg({ at: NOON }));
    const image = store.encodeSlot(slot);
    expect(() => store.decodeSlot(image.subarray(0, image.length - 1))).toThrow(RangeError);
    expect(() => store.decodeSlot(Uint8Array.of(99, ...image.subarray(1)))).toThrow(/version 99/);
  });
});

describe('taking memory back', () => {
  it('changes neither features nor digest, at any moment and in any portions', () => {
    const ops = operations({
      accounts: 5,
      counterparties: 30,
      currencies: ['EUR', 'USD'],
      longestStep: 25 * DAY,
      count: 120,
    });
    const portions = fc.array(fc.nat(3), { minLength: 1, maxLength: 20 });
    const questions = fc.array(question(5, 30), { minLength: 3, maxLength: 3 });
    const same = (todo: Operation[], sweeps: number[], asked: readonly Question[]): void => {
      const never = new Run(new AccountStore(OPTIONS));
      const often = new Run(new AccountStore(OPTIONS));
      todo.forEach((operation, i) => {
        // An operation that evicts only moves the clock of the store that must not take memory back.
        if (operation.type === 'EVICT') never.pass(operation.step);
        else never.do(operation);
        often.do(operation);
        (often.store as AccountStore).evict(0, { maxSlots: sweeps[i % sweeps.length]! });
        expect((often.store as AccountStore).digest()).toBe((never.store as AccountStore).digest());
        for (const one of asked) {
          const difference = differenceOf(ask(often.store, often, one), ask(never.store, never, one));
          if (difference !== null) expect(difference.actual).toEqual(difference.expected);
        }
      });
    };
    fc.assert(
      fc.property(fc.tuple(ops, portions, questions), (story) => same(...story)),
      {
        numRuns: 40,
        endOnFailure: true,
      },
    );
  });
});

describe('warming', () => {
  it('changes nothing, whether the accounts are quiet, busy, many at once or not known', () => {
    const store = new AccountStore();
    const ids = Array.from({ length: 50 }, (_, i) => `BANK:${i}`);
    ids.forEach((id, i) => {
      const slot = store.slotOf(id);
      for (let n = 0; n < i * 10; n++) store.recordLeg(slot, leg({ at: NOON + n * 1_000, counterparty: n }));
    });
    const before = store.digest();
    const hashes = [...ids, 'BANK:UNKNOWN'].map((id) => hash53(id));
    store.warm(hashes, 0, hashes.length);
    store.warm(hashes, 30, hashes.length);
    store.warm(hashes, 3, 3);
    expect(store.digest()).toBe(before);
    expect(store.accountCount).toBe(50);
  });
});

describe('the digest', () => {
  it('is the same whatever the order of accounts, and another as soon as one leg differs', () => {
    const digestOf = (ids: readonly string[], amountMinor: number) => {
      const store = new AccountStore();
      for (const id of ids) {
        store.recordLeg(store.slotOf(id), leg({ at: NOON, amountMinor, transferHash: 5 }));
      }
      return store.digest();
    };
    expect(digestOf(['BANK:1', 'BANK:2'], 100)).toBe(digestOf(['BANK:2', 'BANK:1'], 100));
    expect(digestOf(['BANK:1', 'BANK:2'], 100)).not.toBe(digestOf(['BANK:1', 'BANK:2'], 101));
  });
});
