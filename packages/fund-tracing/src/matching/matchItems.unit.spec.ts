import type { ReportedPayment } from '@sluice/domain';
import { MATCH_TOLERANCE_MS, type MatchCandidate, matchItems } from './matchItems';

const noon = 1_700_000_000_000;
const item = (more: Partial<ReportedPayment> = {}): ReportedPayment => ({
  transferId: null,
  debtorAccount: 'victim',
  creditorAccount: 'mule',
  amountMinor: 500,
  currency: 'EUR',
  at: noon,
  ...more,
});
const transfer = (transferId: string, more: Partial<MatchCandidate> = {}): MatchCandidate => ({
  transferId,
  debtorAccount: 'victim',
  creditorAccount: 'mule',
  amountMinor: 500,
  currency: 'EUR',
  occurredAt: noon,
  status: 'SETTLED',
  ...more,
});
const matched = (items: ReportedPayment[], candidates: MatchCandidate[], victim: string | null = null) =>
  matchItems(items, victim, candidates).map((match) =>
    match.matched ? match.candidate.transferId : match.note,
  );

describe('finding a reported payment in the ledger', () => {
  it('by transferId, whatever else the report says, with a note where it says otherwise', () => {
    const [match] = matchItems([item({ transferId: 'T1', amountMinor: 499 })], null, [transfer('T1')]);
    expect(match).toMatchObject({ matched: true, candidate: { transferId: 'T1' } });
    expect(match!.note).toContain('otherwise than the ledger');
  });

  it('by accounts, amount and the nearest time within 24 h', () => {
    const candidates = [
      transfer('T1', { occurredAt: noon - 7_200_000 }),
      transfer('T2', { occurredAt: noon + 3_600_000 }),
      transfer('T3', { amountMinor: 501 }),
      transfer('T4', { creditorAccount: 'other' }),
      transfer('T5', { currency: 'USD' }),
      transfer('T6', { debtorAccount: 'someone' }),
    ];
    expect(matched([item()], candidates)).toEqual(['T2']);
  });

  it('takes the victim of the report where the item names no debtor, and anyone where nobody is named', () => {
    const candidates = [
      transfer('T1', { debtorAccount: 'a' }),
      transfer('T2', { debtorAccount: 'b', occurredAt: noon + 1 }),
    ];
    expect(matched([item({ debtorAccount: null })], candidates, 'b')).toEqual(['T2']);
    expect(matched([item({ debtorAccount: null })], candidates)).toEqual(['T1']);
  });

  it('not beyond 24 h', () => {
    const late = [transfer('T1', { occurredAt: noon + MATCH_TOLERANCE_MS + 1 })];
    expect(matched([item()], late)[0]).toContain('No transfer between these accounts');
  });

  it('not where two fit equally well', () => {
    const candidates = [transfer('T1', { occurredAt: noon - 10 }), transfer('T2', { occurredAt: noon + 10 })];
    expect(matched([item()], candidates)[0]).toContain('T1 and T2 fit');
  });

  it('two equal payments are two transfers, and a named one is not guessed away', () => {
    const candidates = [transfer('T1'), transfer('T2', { occurredAt: noon + 60_000 })];
    expect(matched([item(), item({ transferId: 'T1' })], candidates)).toEqual(['T2', 'T1']);
  });

  it('names the transfer that the ledger does not have, and one that is reported twice', () => {
    expect(matched([item({ transferId: 'T9' })], [])[0]).toBe('The ledger has no transfer T9.');
    expect(matched([item({ transferId: 'T1' }), item({ transferId: 'T1' })], [transfer('T1')])).toEqual([
      'T1',
      'Transfer T1 is reported twice here; it counts once.',
    ]);
  });
});
