import { eq } from 'drizzle-orm';
import { recoveryTaint, stopPayment } from '../schema';
import { aStopEvent, MORNING } from '../testing/builders';
import { useCaseStore } from '../testing/useCaseStore';
import { recordStopPaymentEvents } from './recordStopPayments';

const store = useCaseStore();

function record(...events: ReturnType<typeof aStopEvent>[]): Promise<void> {
  return store().db.transaction((tx) =>
    recordStopPaymentEvents(
      tx,
      events.map((value) => ({ value, appendTime: MORNING })),
    ),
  );
}

async function standing(stopPaymentId: string) {
  const [row] = await store()
    .db.select()
    .from(stopPayment)
    .where(eq(stopPayment.stopPaymentId, stopPaymentId));
  return row;
}

describe('stop-payments in the case store', () => {
  it('stand where their newest event says, whatever the order of reading', async () => {
    const requested = aStopEvent({ stopPaymentId: 'S-1' });
    const executed = aStopEvent({
      stopPaymentId: 'S-1',
      sequence: 3,
      type: 'EXECUTED',
      state: 'EXECUTED',
      stoppedMinor: 48_000,
    });
    const issued = aStopEvent({ stopPaymentId: 'S-1', sequence: 2, type: 'ISSUED', state: 'ISSUED' });
    await record(executed);
    await record(requested, issued);
    expect(await standing('S-1')).toMatchObject({ sequence: 3, state: 'EXECUTED', stoppedMinor: 48_000 });
    const kept = await store().pool.query(
      `select sequence from stop_payment_event where stop_payment_id = 'S-1'`,
    );
    expect(kept.rows).toHaveLength(3);
  });

  it('keep with each event whose order or which answer moved them', async () => {
    const status = {
      commandId: 'CMD-1',
      stopPaymentId: 'S-2',
      result: 'PENDING',
      stoppedMinor: null,
      availableMinor: null,
      currency: null,
      reasonCode: null,
      detail: null,
      coreReference: null,
      at: MORNING,
    } as const;
    await record(aStopEvent({ stopPaymentId: 'S-2', entry: { type: 'CORE_STATUS', account: null, status } }));
    const kept = await store().pool.query(
      `select entry -> 'status' ->> 'commandId' as command from stop_payment_event where stop_payment_id = 'S-2'`,
    );
    expect(kept.rows).toEqual([{ command: 'CMD-1' }]);
  });

  it('ask for a new trace of the recovery cases that they are of, and of those on their account', async () => {
    const taint = [
      { caseId: 'R-of', accountId: 'BANKA:mule-1', dirty: false },
      { caseId: 'R-on', accountId: 'BANKA:mule-2', dirty: false },
      { caseId: 'R-apart', accountId: 'BANKA:mule-3', dirty: false },
    ];
    await store().db.insert(recoveryTaint).values(taint);
    const dirty = async () =>
      (await store().db.select().from(recoveryTaint).where(eq(recoveryTaint.dirty, true)))
        .map(({ caseId }) => caseId)
        .sort();
    const freeze = aStopEvent({ stopPaymentId: 'S-3', account: 'BANKA:mule-2', caseId: 'R-of' });
    await record(freeze);
    expect(await dirty()).toEqual(['R-of', 'R-on']);
    await store().db.update(recoveryTaint).set({ dirty: false });
    await record(freeze);
    expect(await dirty()).toEqual([]);
  });
});
