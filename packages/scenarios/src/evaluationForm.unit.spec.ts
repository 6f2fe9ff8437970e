import { TOPICS } from '@sluice/domain';
import { evaluationLines, type LabelledTransfer } from './evaluationForm';
import { smallBank } from './testing/builders';

// Whole days of a bank on a machine that others share.
jest.setTimeout(60_000);

describe('the evaluation form', () => {
  it('has one line a transfer, the columns first, and labels frauds and laundering 1', () => {
    const bank = smallBank({ historyDays: 30, customers: 300 });
    const rows: LabelledTransfer[] = [];
    for (const emission of bank.advance(bank.period.liveFrom - 1)) {
      if (emission.topic !== TOPICS.transferHistory) continue;
      rows.push({ transfer: emission.record, label: bank.truth.labelOf(emission.record.transferId)! });
    }
    const lines = [...evaluationLines(rows)];
    expect(lines[0]).toBe(
      'transferId,occurredAt,debtorAccount,creditorAccount,amountMinor,currency,channel,debtorBalanceMinor,creditorBalanceMinor,label,pattern',
    );
    expect(lines).toHaveLength(rows.length + 1);
    for (const line of lines) expect(line.split(',')).toHaveLength(11);
    const labelled = lines.filter((line) => line.split(',')[9] === '1');
    expect(labelled).toHaveLength(rows.filter(({ label }) => label.class !== 'HONEST').length);
    expect(labelled.length).toBeGreaterThan(0);
  });
});
