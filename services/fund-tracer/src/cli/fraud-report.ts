import { openCaseStore, recoveryCaseId, reportedPayments } from '@sluice/case-store';
import { type FraudReport, formatMajor, type Problem, type ReportedPayment, TOPICS } from '@sluice/domain';
import { createEventCodec } from '@sluice/event-codec';
import { settingsOrExit } from '@sluice/observability';
import { connectKafka } from '@sluice/stream-runtime';
import { Command } from 'commander';
import { composeReport } from './composeReport';
import { parseItem } from './parseItem';

interface Options {
  readonly report?: string;
  readonly victim?: string;
  readonly victimInstitution?: string;
  readonly vulnerable?: true;
  readonly transfer?: readonly string[];
  readonly item?: readonly string[];
  readonly type?: string;
  readonly source: string;
  readonly authority?: string;
  readonly reference?: string;
  readonly at?: string;
  readonly amend?: true;
  readonly withdraw?: true;
}

const collect = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

const program = new Command('fraud-report')
  .description('Reports a fraud: opens a recovery case, follows the money and orders freezes and recalls')
  .option('--victim <ACCOUNT>', 'account of the victim')
  .option('--transfer <ID>', 'a fraudulent payment that the ledger knows; may be given again', collect)
  .option(
    '--item <DEBTOR,CREDITOR,AMOUNT,CURRENCY,TIME>',
    'a fraudulent payment without its id: amount in major units, time in ISO 8601; debtor may be empty',
    collect,
  )
  .option('--type <TYPE>', 'SAFE_ACCOUNT, INVESTMENT, PURCHASE, ROMANCE, IMPERSONATION, ACCOUNT_TAKEOVER …')
  .option('--source <SOURCE>', 'VICTIM, POLICE, BANK or ANALYST', 'VICTIM')
  .option('--at <TIME>', 'when it was reported, ISO 8601; default now')
  .option('--report <ID>', 'id of the report; default: from its content')
  .option('--victim-institution <BIC>', 'bank of the victim, where it is not this one')
  .option('--vulnerable', 'the victim is vulnerable')
  .option('--authority <NAME>', 'police unit or court')
  .option('--reference <TEXT>', 'its case number')
  .option('--amend', 'the report was published before and is amended')
  .option('--withdraw', 'the report was published before and is withdrawn')
  .action(run);

async function run(options: Options): Promise<void> {
  const settings = settingsOrExit(['kafka', 'registry'], 'fraud-report');
  const described = (options.item ?? []).map(parseItem);
  const wrong = described.find((item) => !item.ok);
  if (wrong !== undefined && !wrong.ok) return fail(wrong.problem);
  const named = await lookUp(options.transfer ?? []);
  if ('code' in named) return fail(named);

  const report = composeReport(
    {
      report: options.report ?? null,
      victim: options.victim ?? null,
      victimInstitution: options.victimInstitution ?? null,
      vulnerable: options.vulnerable ?? null,
      type: options.type ?? null,
      source: options.source,
      authority: options.authority ?? null,
      reference: options.reference ?? null,
      at: options.at ?? null,
      state: options.withdraw ? 'WITHDRAWN' : options.amend ? 'AMENDED' : 'OPENED',
      items: [...named, ...described.flatMap((item) => (item.ok ? [item.value] : []))],
    },
    Date.now(),
  );
  if (!report.ok) return fail(report.problem);

  const codec = await createEventCodec({ registry: settings.registry });
  const connection = await connectKafka(settings.kafka);
  try {
    const producer = await connection.producer('fraud-report');
    const record = { key: report.value.reportId, value: codec.fraudReports.encode(report.value) };
    await producer.send([{ topic: TOPICS.fraudReports, records: [record] }]);
    await producer.close();
  } finally {
    await connection.close();
  }
  process.stdout.write(`${summary(report.value)}\n`);
}

/** The payments that the ledger knows by these ids, or what is missing. */
async function lookUp(transferIds: readonly string[]): Promise<readonly ReportedPayment[] | Problem> {
  if (transferIds.length === 0) return [];
  const { database } = settingsOrExit(['database'], 'fraud-report');
  const store = openCaseStore(database.url, { applicationName: 'fraud-report' });
  try {
    const known = await reportedPayments(store.db, transferIds);
    const missing = transferIds.filter((id) => !known.some(({ transferId }) => transferId === id));
    if (missing.length === 0) return known;
    return {
      code: 'TRANSFER_UNKNOWN',
      sentence: `The ledger has no transfer ${missing.join(', ')}; describe it with --item, it is matched later.`,
    };
  } finally {
    await store.close();
  }
}

function summary(report: FraudReport): string {
  const sums = new Map<string, number>();
  for (const { currency, amountMinor } of report.items)
    sums.set(currency, (sums.get(currency) ?? 0) + amountMinor);
  const money = [...sums]
    .map(([currency, minor]) => `${formatMajor(minor, currency)} ${currency}`)
    .join(', ');
  return [
    `Report ${report.reportId} ${report.state}: ${report.items.length} payment(s)${money === '' ? '' : `, ${money}`}.`,
    `Next: npm run case -- show ${recoveryCaseId(report.reportId)}`,
  ].join('\n');
}

function fail({ code, sentence }: Problem): void {
  process.stderr.write(`${code}: ${sentence}\n`);
  process.exitCode = 1;
}

void program.parseAsync();
