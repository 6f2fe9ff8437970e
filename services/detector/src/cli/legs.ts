import { maskAccount, TOPICS } from '@sluice/domain';
import { formatCoordinates, type LogEntry, readFrame } from '@sluice/log-format';
import { settingsOrExit } from '@sluice/observability';
import { connectKafkaOrExit } from '@sluice/stream-runtime';
import { Command, InvalidArgumentError } from 'commander';

interface DumpOptions {
  readonly account?: string;
  readonly transfer?: string;
  readonly partition?: number;
  readonly json?: true;
  readonly unmasked?: true;
}

const partitionNumber = (text: string): number => {
  if (!/^\d{1,3}$/.test(text)) throw new InvalidArgumentError('the number of a partition of legs is wanted');
  return Number(text);
};

/** The accounts that an entry speaks of. */
function accountsOf(entry: LogEntry): readonly string[] {
  if ('transfer' in entry) return [entry.transfer.debtorAccount, entry.transfer.creditorAccount];
  if (entry.type === 'ACCOUNT') return [entry.body.accountId];
  if (entry.type === 'LISTING')
    return [entry.body.key.slice(entry.body.key.indexOf(':') + 1, entry.body.key.lastIndexOf(':'))];
  if (entry.type === 'MARK') return [entry.body.account];
  return [];
}

function wanted(entry: LogEntry, options: DumpOptions): boolean {
  if (options.account !== undefined && !accountsOf(entry).includes(options.account)) return false;
  return (
    options.transfer === undefined || ('transfer' in entry && entry.transfer.transferId === options.transfer)
  );
}

function describe(entry: LogEntry, mask: (account: string) => string): string {
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
      return `${formatCoordinates(entry.body.skip)} by ${entry.body.by}: ${entry.body.reason}`;
    case 'NEWER':
      return `type ${entry.code}, written by a newer build`;
  }
}

const program = new Command('legs').description('The log legs, the only input of the detector');

program
  .command('dump')
  .description('prints its entries: where each stands, where it came from, what it says')
  .option('--account <A>', 'only entries that speak of this account')
  .option('--transfer <T>', 'only entries of this transfer')
  .option('--partition <N>', 'only this partition', partitionNumber)
  .option('--json', 'one JSON object a line, with every field')
  .option('--unmasked', 'whole account numbers')
  .action(async (options: DumpOptions) => {
    const settings = settingsOrExit(['kafka'], 'legs');
    const connection = await connectKafkaOrExit(settings.kafka);
    const mask = options.unmasked ? (account: string) => account : maskAccount;
    let shown = 0;
    try {
      await connection.readToEnd(TOPICS.legs, {
        isolation: 'read_uncommitted',
        ...(options.partition === undefined ? {} : { partitions: [options.partition] }),
        onRecord: (record) => {
          if (record.value === null) return;
          for (const entry of readFrame(record.value)) {
            if (!wanted(entry, options)) continue;
            shown += 1;
            const place = `${record.partition}@${record.offset}`;
            process.stdout.write(
              options.json
                ? `${JSON.stringify({ legs: place, appendedAt: record.timestamp, ...entry })}\n`
                : `${place.padEnd(9)} ${entry.type.padEnd(14)} ${formatCoordinates(entry.at).padEnd(28)} ${describe(entry, mask)}\n`,
            );
          }
        },
      });
    } finally {
      await connection.close();
    }
    if (!options.json) process.stdout.write(`${shown} entries\n`);
  });

void program.parseAsync();
