import type { Transfer } from '@sluice/domain';
import { transferOf } from '@sluice/domain/src/testing/transferOf';
import { expectedLedger, ledgerRowDigest, statusRowDigest } from './ledger';

/** A row of table `transfer` as the recorder writes it. */
const row = (first: Transfer, newest: Transfer, origin: string) => ({
  ...first,
  status: newest.status,
  statusAt: newest.statusAt,
  settledMinor: newest.settledMinor,
  origin,
  initialStatus: first.status,
  initialStatusAt: first.statusAt,
  legsPartition: 3,
  legsOffset: 17,
  appendTime: 99,
});

describe('the ledger that must come of what the bank published', () => {
  const initiated = transferOf({ transferId: 'T1', statusAt: 10 });
  const settled = transferOf({ transferId: 'T1', status: 'SETTLED', statusAt: 20, settledMinor: 100 });

  it('has a transfer with its newest status, however often and late its records come', () => {
    const ledger = expectedLedger();
    for (const transfer of [initiated, settled, initiated, settled]) ledger.take(transfer, 'transfers');
    expect([...ledger.toDecide()]).toEqual(['T1']);
    expect(ledger.rows().get('T1')).toBe(ledgerRowDigest(row(initiated, settled, 'DEBIT')));
    expect([...ledger.statusRows()]).toEqual([
      ['T1 20 SETTLED', statusRowDigest({ ...settled, ledgerOnly: false })],
    ]);
  });

  it('differs where one field of the row does', () => {
    const ledger = expectedLedger();
    ledger.take(initiated, 'transfers');
    const good = row(initiated, initiated, 'DEBIT');
    expect(ledger.rows().get('T1')).toBe(ledgerRowDigest(good));
    for (const wrong of [
      { amountMinor: 101 },
      { creditorAccount: 'X' },
      { status: 'SETTLED' },
      { origin: 'HISTORY' },
    ])
      expect(ledger.rows().get('T1')).not.toBe(ledgerRowDigest({ ...good, ...wrong }));
  });

  it('asks for no decision on the past, nor on what was over when it was first seen', () => {
    const ledger = expectedLedger();
    ledger.take(transferOf({ transferId: 'H', status: 'SETTLED' }), 'transfer-history');
    ledger.take(transferOf({ transferId: 'R', status: 'REJECTED', statusAt: 5 }), 'transfers');
    expect(ledger.toDecide().size).toBe(0);
    expect([...ledger.rows().keys()]).toEqual(['H', 'R']);
    expect([...ledger.statusRows().keys()]).toEqual(['R 5 REJECTED']);
  });
});
