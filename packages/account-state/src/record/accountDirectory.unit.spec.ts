import { hash53 } from '@sluice/domain';
import fc from 'fast-check';
import { AccountStore } from '../accountStore';
import { leg, NOON } from '../testing/builders';

const encoder = new TextEncoder();

/** An account id as it lies in a frame, between other bytes. */
function inFrame(accountId: string) {
  const id = encoder.encode(accountId);
  const frame = new Uint8Array(id.length + 7).fill(0x2a);
  frame.set(id, 3);
  return { bytes: frame, start: 3, end: 3 + id.length, hash: hash53(accountId) };
}

const accountId = fc.oneof(
  fc.integer({ min: 0, max: 40 }).map((number) => `BANK:${number}`),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }),
);

describe('an account', () => {
  it('is the same whether it is looked up by its text or by its bytes in a frame', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(accountId, fc.boolean()), { maxLength: 200 }), (lookUps) => {
        const store = new AccountStore();
        const slots = new Map<string, number>();
        for (const [id, isText] of lookUps) {
          const { bytes, start, end, hash } = inFrame(id);
          const known = slots.get(id) ?? -1;
          expect(store.findSlot(id)).toBe(known);
          expect(store.findSlotBytes(bytes, start, end, hash)).toBe(known);
          const slot = isText ? store.slotOf(id) : store.slotOfBytes(bytes, start, end, hash);
          if (known >= 0) expect(slot).toBe(known);
          slots.set(id, slot);
          bytes.fill(0);
          expect(store.accountIdOf(slot)).toBe(id);
        }
        expect(store.accountCount).toBe(slots.size);
        for (const [id, slot] of slots) expect(store.accountIdOf(slot)).toBe(id);
      }),
      { numRuns: 100 },
    );
  });

  it('is found among thousands, and after others have been forgotten', () => {
    const store = new AccountStore({ idleAfterMs: 1_000 });
    const ids = Array.from({ length: 5_000 }, (_, i) => `DEMOBANK:${i * 7_919}`);
    ids.forEach((id, i) => {
      store.recordLeg(store.slotOf(id), leg({ at: NOON + i }));
    });
    store.evict(NOON + 4_999, { maxSlots: 5_000 });
    const found = ids.map((id) => {
      const { bytes, start, end, hash } = inFrame(id);
      return store.findSlotBytes(bytes, start, end, hash);
    });
    expect(found.findIndex((slot) => slot >= 0)).toBe(3_999);
    expect(found.filter((slot) => slot >= 0).map((slot) => store.accountIdOf(slot))).toEqual(
      ids.slice(3_999),
    );
  });

  it('has an id of at most 255 bytes', () => {
    const store = new AccountStore();
    const long = inFrame('x'.repeat(256));
    expect(() => store.slotOf('x'.repeat(256))).toThrow('at most 255 bytes');
    expect(() => store.slotOfBytes(long.bytes, long.start, long.end, long.hash)).toThrow('at most 255 bytes');
  });
});
