import { MORNING } from '@sluice/case-store/src/testing/builders';
import type { StopPaymentEvent } from '@sluice/domain';
import * as fc from 'fast-check';
import { aHold, HOUR_MS, useReportDesk } from '../../testing/reportDesk';

const { record, reportOf } = useReportDesk();

describe('the books of the frozen-payment report', () => {
  it('balance whatever happens: each day opens at what the day before closed with', async () => {
    const step = fc.record({
      hours: fc.integer({ min: -2, max: 30 }),
      type: fc.constantFrom(
        'EXECUTED',
        'PARTIAL',
        'RENEWED',
        'RETURNED',
        'RELEASED',
        'EXPIRED',
        'CANCELLED',
        'CONVERTED',
      ),
      heldMinor: fc.integer({ min: 0, max: 48_000 }),
      basis: fc.constantFrom('GENERIC-HOLD', 'CN-EMERGENCY-STOP'),
    } as const);
    const stops = fc.array(fc.array(step, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 6 });
    let run = 0;
    await fc.assert(
      fc.asyncProperty(stops, async (lists) => {
        run += 1;
        for (const [n, list] of lists.entries()) await record(storyOf(`S-${run}-${n}`, list), MORNING);
        let closing = new Map<string, string>();
        for (const day of [
          '2026-03-01',
          '2026-03-02',
          '2026-03-03',
          '2026-03-04',
          '2026-03-05',
          '2026-03-06',
        ]) {
          const { totals } = await reportOf({ from: day, to: day });
          for (const total of totals) {
            expect(total.opening).toBe(closing.get(total.legal_basis) ?? '0.00');
            expect(Number(total.closing)).toBeGreaterThanOrEqual(0);
          }
          closing = new Map(totals.map((total) => [total.legal_basis, total.closing]));
        }
      }),
      { numRuns: 20 },
    );
  }, 120_000);
});

interface Step {
  readonly hours: number;
  readonly type: StopPaymentEvent['type'];
  readonly heldMinor: number;
  readonly basis: string;
}

/** Events as a lifecycle could write them: what ends holds nothing any more, what was returned only grows. */
function storyOf(stopPaymentId: string, steps: readonly Step[]): StopPaymentEvent[] {
  const events = aHold(stopPaymentId, MORNING);
  let last = events[2]!;
  let at = last.at;
  for (const { hours, type, heldMinor, basis } of steps) {
    at += hours * HOUR_MS;
    const ends = type === 'RELEASED' || type === 'EXPIRED' || type === 'CANCELLED';
    const stoppedMinor = ends ? 0 : type === 'RETURNED' ? Math.min(last.stoppedMinor, heldMinor) : heldMinor;
    const paid = type === 'RETURNED' ? last.stoppedMinor - stoppedMinor : 0;
    last = {
      ...last,
      type,
      state: ends ? type : 'EXECUTED',
      sequence: last.sequence + 1,
      at,
      stoppedMinor,
      returnedMinor: last.returnedMinor + paid,
      legalBasis: type === 'CONVERTED' ? basis : last.legalBasis,
    };
    events.push(last);
    if (ends) break;
  }
  return events;
}
