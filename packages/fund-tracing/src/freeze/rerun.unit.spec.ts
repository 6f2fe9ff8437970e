import fc from 'fast-check';
import { inLedgerOrder, type LedgerEntry } from '../ledger/ledgerEntry';
import { anyLedger, anySources } from '../testing/arbitraries';
import { factsOf, frozen } from '../testing/builders';
import type { StopFact, TraceResult, TraceSource } from '../trace/api';
import { trace } from '../trace/trace';
import type { EarlierOrder, PlannedOrder } from './api';
import { planFreezes } from './planFreezes';

const accounts = factsOf({ pool: { kind: 'POOLED' }, merchant: { kind: 'MERCHANT' } });

/** A bank core that executes every freeze in full and refuses every recall, and what it was ordered so far. */
interface Desk {
  readonly ledger: readonly LedgerEntry[];
  readonly sources: readonly TraceSource[];
  readonly stops: StopFact[];
  readonly orders: EarlierOrder[];
}

const deskOf = (ledger: readonly LedgerEntry[], sources: readonly TraceSource[]): Desk => ({
  ledger: inLedgerOrder(ledger),
  sources,
  stops: [],
  orders: [],
});

function traceUpTo({ ledger, sources, stops }: Desk, count: number): TraceResult {
  return trace({ method: 'FIFO', sources, ledger: ledger.slice(0, count), stops, accounts });
}

function planUpTo(desk: Desk, caseId: string, count: number): readonly PlannedOrder[] {
  const { stops, orders } = desk;
  const victimAccounts = new Set<string>();
  return planFreezes({ caseId, trace: traceUpTo(desk, count), stops, orders, accounts, victimAccounts })
    .orders;
}

function execute(desk: Desk, caseId: string, count: number): void {
  const at = (desk.ledger[count - 1]?.bookedAt ?? 0) + 1;
  for (const order of planUpTo(desk, caseId, count)) {
    const stopPaymentId = `S${desk.stops.length + 1}`;
    const recall = order.action === 'RECALL_TRANSFER';
    const stop = frozen(stopPaymentId, order.account, recall ? 0 : order.amountMinor, at, {
      caseId,
      instrument: order.action,
      state: recall ? 'REJECTED' : 'EXECUTED',
      currency: order.currency,
      transferId: order.transferId,
      requestedMinor: order.amountMinor,
    });
    desk.stops.push(stop);
    desk.orders.push({ ...order, orderId: stopPaymentId, caseId, stopPaymentId });
    if (!recall) expectWithinBalance(desk, order, count);
  }
}

function expectWithinBalance(desk: Desk, order: PlannedOrder, count: number): void {
  const bound = desk.stops
    .filter((stop) => stop.account === order.account && stop.currency === order.currency)
    .reduce((sum, stop) => sum + stop.stoppedMinor, 0);
  const tainted = traceUpTo(desk, count).tainted.find(
    ({ account, currency }) => account === order.account && currency === order.currency,
  );
  expect(bound).toBeLessThanOrEqual(tainted!.balanceMinor);
}

const stories = anyLedger.chain((ledger) =>
  fc.record({ ledger: fc.constant(ledger), sources: anySources(ledger), first: fc.nat({ max: 40 }) }),
);

describe('running again', () => {
  it('orders nothing where nothing has moved, and no order takes the liens of all cases beyond a balance', () => {
    fc.assert(
      fc.property(stories, ({ ledger, sources, first }) => {
        const desk = deskOf(ledger, sources);
        for (const count of [Math.min(first, ledger.length), ledger.length])
          for (const caseId of ['C1', 'C2']) {
            execute(desk, caseId, count);
            expect(planUpTo(desk, caseId, count)).toEqual([]);
          }
      }),
      { numRuns: 500 },
    );
  });

  it('leaves nothing unfrozen that could be: on what is ours, mostly stolen and within the balance', () => {
    fc.assert(
      fc.property(stories, ({ ledger, sources, first }) => {
        const desk = deskOf(
          ledger,
          sources.map((source) => ({ ...source, caseId: 'C1' })),
        );
        execute(desk, 'C1', Math.min(first, ledger.length));
        execute(desk, 'C1', ledger.length);
        const result = traceUpTo(desk, ledger.length);
        for (const tainted of result.tainted) {
          const bound = desk.stops
            .filter((stop) => stop.account === tainted.account && stop.currency === tainted.currency)
            .reduce((sum, stop) => sum + stop.stoppedMinor, 0);
          const free = result.resting
            .filter((money) => money.account === tainted.account && money.currency === tainted.currency)
            .filter((money) => !money.withVictim)
            .reduce((sum, money) => sum + money.amountMinor - money.frozenMinor, 0);
          const spared =
            tainted.account === 'merchant' || 2 * tainted.tracedInflowMinor < tainted.inflowMinor;
          if (!spared && bound < tainted.balanceMinor) expect(free).toBe(0);
        }
      }),
      { numRuns: 500 },
    );
  });
});
