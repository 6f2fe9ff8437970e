import { advancePositions, recordStopPaymentEvents } from '@sluice/case-store';
import { aStopEvent, MINUTE_MS } from '@sluice/case-store/src/testing/builders';
import { freshCaseStore, type TestCaseStore } from '@sluice/case-store/src/testing/useCaseStore';
import type { StopPaymentEvent } from '@sluice/domain';
import { useStack } from '@sluice/infra/src/testing/sharedStack';
import {
  type FrozenPaymentsReport,
  type FrozenPaymentsRequest,
  frozenPaymentsReport,
} from '../reports/frozenPayments/report';

export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** An empty case store for each test of a file, with stop-payments recorded into it and reports drawn from it. */
export interface ReportDesk {
  store(): TestCaseStore;
  /** Records events that were appended one second apart from `appended` on; that far is everything recorded. */
  record(events: readonly StopPaymentEvent[], appended: number): Promise<void>;
  recordedUpTo(completeTo: number): Promise<void>;
  /** The report of 2 March 2026 in UTC as far as all is recorded, unless said otherwise. */
  reportOf(request?: Partial<FrozenPaymentsRequest>): Promise<FrozenPaymentsReport>;
}

export function useReportDesk(): ReportDesk {
  const stack = useStack();
  let store: TestCaseStore | null = null;
  beforeEach(async () => {
    store = await freshCaseStore(stack());
  }, 60_000);
  afterEach(() => store?.close());

  const opened = (): TestCaseStore => {
    if (store === null) throw new Error('the case store is there from beforeEach on');
    return store;
  };
  const recordedUpTo = (completeTo: number): Promise<void> => {
    const position = {
      topic: 'stop-payment-events',
      partition: 0,
      nextOffset: 1,
      appendTime: null,
      completeTo,
    };
    return opened().db.transaction((tx) => advancePositions(tx, [position]));
  };
  return {
    store: opened,
    recordedUpTo,
    async record(events, appended) {
      await opened().db.transaction((tx) =>
        recordStopPaymentEvents(
          tx,
          events.map((value, index) => ({ value, appendTime: appended + index * 1_000 })),
        ),
      );
      await recordedUpTo(appended + events.length * 1_000);
    },
    async reportOf(request = {}) {
      const base = { from: '2026-03-02', to: '2026-03-02', zone: 'UTC', asOf: null };
      const report = await frozenPaymentsReport(opened().db, { ...base, ...request });
      if (!report.ok) throw new Error(report.problem.sentence);
      return report.value;
    },
  };
}

/** A hold of 480.00 EUR: requested, issued, executed after 2 s. */
export function aHold(
  stopPaymentId: string,
  at: number,
  differences: Partial<StopPaymentEvent> = {},
): StopPaymentEvent[] {
  const facts = { stopPaymentId, transferId: 'T-1', expiresAt: at + DAY_MS, ...differences };
  return [
    aStopEvent({ ...facts, at }),
    aStopEvent({
      ...facts,
      at,
      sequence: 2,
      type: 'ISSUED',
      state: 'ISSUED',
      commandAction: 'HOLD_TRANSFER',
    }),
    aStopEvent({
      ...facts,
      at: at + 2_000,
      sequence: 3,
      type: 'EXECUTED',
      state: 'EXECUTED',
      stoppedMinor: 48_000,
      availableMinor: 51_000,
      coreReference: 'LIEN-9',
    }),
  ];
}

export function anEnd(
  last: StopPaymentEvent,
  type: 'RELEASED' | 'EXPIRED' | 'CANCELLED',
  at: number,
): StopPaymentEvent {
  const { entry: _entry, command: _command, ...facts } = last;
  return { ...facts, type, state: type, at, sequence: last.sequence + 1, stoppedMinor: 0 };
}
