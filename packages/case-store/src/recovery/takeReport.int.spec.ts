import type { FraudReport } from '@sluice/domain';
import { MINUTE_MS, MORNING } from '../testing/builders';
import { useCaseStore } from '../testing/useCaseStore';
import { takeReport } from './takeReport';

const store = useCaseStore();

const report: FraudReport = {
  reportId: 'X-1',
  state: 'OPENED',
  source: 'VICTIM',
  victimAccount: 'BANKA:alice-4417',
  victimInstitution: null,
  victimVulnerable: null,
  items: [],
  fraudType: 'SAFE_ACCOUNT',
  authority: null,
  reference: null,
  orderExpiresAt: null,
  reportedAt: MORNING,
};

/** What becomes of the records, sent a minute apart. */
async function takenOf(...records: readonly Partial<FraudReport>[]): Promise<readonly string[]> {
  const taken: string[] = [];
  for (const [index, record] of records.entries()) {
    const reportedAt = MORNING + index * MINUTE_MS;
    taken.push(
      await store().db.transaction((tx) => takeReport(tx, { ...report, reportedAt, ...record }, reportedAt)),
    );
  }
  return taken;
}

describe('a fraud report that comes again', () => {
  it('with the same words at another time changes nothing', async () => {
    expect(await takenOf({}, {}, {})).toEqual(['OPENED', 'KNOWN', 'KNOWN']);
    const { rows } = await store().pool.query(
      "select note from case_event where event_id like 'REPORT:X-1:%'",
    );
    expect(rows).toHaveLength(1);
  });

  it('with other words is noted once', async () => {
    const reportId = 'X-2';
    const more = { reportId, fraudType: 'ROMANCE' };
    expect(await takenOf({ reportId }, more, more)).toEqual(['OPENED', 'NOTED', 'KNOWN']);
  });

  it('is withdrawn once, however often it is said', async () => {
    const reportId = 'X-3';
    const withdrawn = { reportId, state: 'WITHDRAWN' as const };
    expect(await takenOf({ reportId }, withdrawn, withdrawn)).toEqual(['OPENED', 'NOTED', 'KNOWN']);
  });

  it('amended back to earlier words is noted again; the very same record is not', async () => {
    const reportId = 'X-4';
    const amended = { reportId, state: 'AMENDED' as const, reportedAt: MORNING + 60 * MINUTE_MS };
    const back = { ...amended, reportedAt: MORNING + 90 * MINUTE_MS };
    expect(await takenOf({ reportId }, amended, { ...amended, fraudType: 'ROMANCE' }, back, back)).toEqual([
      'OPENED',
      'NOTED',
      'NOTED',
      'NOTED',
      'KNOWN',
    ]);
  });

  it('amended with the same words twice is noted once, also where the second is read again after a third', async () => {
    const reportId = 'X-6';
    const first = {
      reportId,
      state: 'AMENDED' as const,
      fraudType: 'ROMANCE',
      reportedAt: MORNING + 60 * MINUTE_MS,
    };
    const again = { ...first, reportedAt: MORNING + 70 * MINUTE_MS };
    const third = { ...first, fraudType: 'INVOICE', reportedAt: MORNING + 80 * MINUTE_MS };
    expect(await takenOf({ reportId }, first, again, third, again, first, third)).toEqual([
      'OPENED',
      'NOTED',
      'KNOWN',
      'NOTED',
      'KNOWN',
      'KNOWN',
      'KNOWN',
    ]);
  });

  it('cannot be withdrawn before it was opened', async () => {
    expect(await takenOf({ reportId: 'X-5', state: 'WITHDRAWN' })).toEqual(['NOTHING_TO_WITHDRAW']);
  });
});
