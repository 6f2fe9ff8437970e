import type { LogEntry } from '@sluice/log-format';

/** The accounts that an entry speaks of. */
export function accountsOf(entry: LogEntry): readonly string[] {
  if ('transfer' in entry) return [entry.transfer.debtorAccount, entry.transfer.creditorAccount];
  if (entry.type === 'ACCOUNT') return [entry.body.accountId];
  if (entry.type === 'LISTING')
    return [entry.body.key.slice(entry.body.key.indexOf(':') + 1, entry.body.key.lastIndexOf(':'))];
  if (entry.type === 'MARK') return [entry.body.account];
  return [];
}

/** What an entry says, in one line for people; `mask` hides account numbers. */
export function describeEntry(entry: LogEntry, mask: (account: string) => string): string {
  switch (entry.type) {
    case 'DEBIT':
    case 'CREDIT':
    case 'STATUS':
    case 'HISTORY': {
      const { transfer } = entry;
      const more =
        entry.type === 'CREDIT'
          ? ` victim ${entry.assessment.victimScore} mule ${entry.assessment.muleScore} rules ${entry.assessment.rulesVersion}`
          : entry.type === 'HISTORY'
            ? ` ${entry.side.toLowerCase()}`
            : entry.type === 'STATUS' && entry.ledgerOnly
              ? ' ledger only'
              : '';
      return `${transfer.transferId} ${transfer.status} ${transfer.kind} ${mask(transfer.debtorAccount)}→${mask(transfer.creditorAccount)} ${transfer.amountMinor} ${transfer.currency} ${new Date(transfer.occurredAt).toISOString()}${more}`;
    }
    case 'ACCOUNT':
      return `${mask(entry.body.accountId)} ${entry.body.account?.kind ?? 'removed'}`;
    case 'LISTING':
      return `${entry.body.key.slice(0, entry.body.key.indexOf(':'))} ${entry.body.entry?.disposition ?? 'removed'}`;
    case 'RULES_PREPARE':
    case 'RULES_ACTIVATE':
      return entry.body.version;
    case 'MARK':
      return `${entry.body.kind} ${mask(entry.body.account)}`;
    case 'PARK':
      return `offset ${entry.body.offset}${entry.body.ordinal === null ? '' : ` entry ${entry.body.ordinal}`} by ${entry.body.by}: ${entry.body.reason}`;
    case 'NEWER':
      return `type ${entry.code}, written by a newer build`;
  }
}
