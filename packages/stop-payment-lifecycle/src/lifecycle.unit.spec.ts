import type { StopPaymentEvent, StopPaymentInboxEntry, StopPaymentState } from '@sluice/domain';
import fc from 'fast-check';
import { createBook } from './book';
import { orderedIdOf } from './ids';
import { cnPack } from './policy/packs/cn';
import { genericPack } from './policy/packs/generic';
import { isOver } from './stopPayment';
import { histories, live, type Owner } from './testing/histories';
import { createOwner } from './testing/owner';

function byStop(events: readonly StopPaymentEvent[]): Map<string, StopPaymentEvent[]> {
  const stops = new Map<string, StopPaymentEvent[]>();
  for (const event of events)
    stops.set(event.stopPaymentId, [...(stops.get(event.stopPaymentId) ?? []), event]);
  return stops;
}

function holds(check: (owner: Owner, moving: StopPaymentInboxEntry[]) => void): void {
  fc.assert(
    fc.property(histories, fc.constantFrom('GENERIC', 'CN'), (happenings, name) => {
      const owner = createOwner(name === 'CN' ? cnPack : genericPack);
      check(owner, live(owner, happenings));
    }),
    { numRuns: 300 },
  );
}

describe('whatever happens to stop-payments', () => {
  it('their events are numbered 1, 2, 3 without gap or double', () => {
    holds(({ events }) => {
      for (const stop of byStop(events).values())
        expect(stop.map(({ sequence }) => sequence)).toEqual(stop.map((_, index) => index + 1));
    });
  });

  it('no more is returned than was ever stopped or asked back, and nothing is held below zero', () => {
    holds(({ events }) => {
      for (const stop of byStop(events).values()) {
        let peak = 0;
        for (const { stoppedMinor, returnedMinor, requestedMinor } of stop) {
          expect(stoppedMinor).toBeGreaterThanOrEqual(0);
          peak = Math.max(peak, stoppedMinor + returnedMinor);
          expect(peak).toBeLessThanOrEqual(requestedMinor);
          expect(returnedMinor).toBeLessThanOrEqual(peak);
        }
        const returned = stop.map(({ returnedMinor }) => returnedMinor);
        expect(returned).toEqual([...returned].sort((a, b) => a - b));
      }
    });
  });

  it('what is over stays over, holds nothing and is ordered no more', () => {
    holds(({ events }) => {
      for (const stop of byStop(events).values()) {
        let over: StopPaymentState | null = null;
        for (const event of stop) {
          if (over !== null) {
            expect(event.state).toBe(over);
            expect(event.command).toBeUndefined();
          }
          if (isOver(event.state)) {
            over = event.state;
            expect(event.stoppedMinor).toBe(0);
          }
        }
      }
    });
  });

  it('every command has an id of its own, and an end where it opens or extends a stop', () => {
    holds(({ commands, events }) => {
      expect(new Set(commands.map(({ commandId }) => commandId)).size).toBe(commands.length);
      expect(events.flatMap(({ command }) => command ?? [])).toEqual(commands);
      for (const { action, expiresAt, issuedAt } of commands) {
        const hasEnd = !['RELEASE', 'CANCEL_TRANSFER', 'RETURN_FUNDS'].includes(action);
        expect(expiresAt !== null).toBe(hasEnd);
        if (expiresAt !== null) expect(expiresAt).toBeGreaterThan(issuedAt);
      }
    });
  });

  it('nothing stands past its end once the clock has rung', () => {
    holds((owner) => {
      owner.ring();
      owner.ring();
      for (const { facts } of owner.book.all()) {
        if (['ISSUED', 'EXECUTED', 'PARTIAL'].includes(facts.state))
          expect(facts.expiresAt).toBeGreaterThan(owner.now());
      }
    });
  });

  it('an entry that moved something moves nothing when it comes again', () => {
    holds((owner, moving) => {
      for (const entry of moving) expect(owner.feed(entry).kind).not.toBe('MOVED');
    });
  });

  it('the events alone, after a trip through JSON, give the same book again', () => {
    holds(({ events, book }) => {
      const again = createBook();
      for (const event of events) again.apply(JSON.parse(JSON.stringify(event)) as StopPaymentEvent);
      expect([...again.all()]).toEqual([...book.all()]);
    });
  });

  it('every order is answered by a command or a refusal', () => {
    holds(({ events, book }, moving) => {
      for (const entry of moving) {
        if (entry.type !== 'ORDER') continue;
        const { orderId, account } = entry.order;
        const id = book.actedOn(orderId) ?? orderedIdOf(account, orderId);
        const answers = events.filter(({ stopPaymentId }) => stopPaymentId === id);
        expect(answers.some(({ type, command }) => type === 'REFUSED' || command !== undefined)).toBe(true);
      }
    });
  });
});
