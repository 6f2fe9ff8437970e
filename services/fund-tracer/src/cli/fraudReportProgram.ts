import { recoveryCaseId } from '@sluice/case-store';
import {
  type FraudReport,
  formatMajor,
  type Problem,
  type ReportedPayment,
  type Result,
  TOPICS,
} from '@sluice/domain';
import { type EventCodec, RegistryRefused, RegistryUnavailable } from '@sluice/event-codec';
import type { KafkaConnection } from '@sluice/stream-runtime';
import { Command, Option } from 'commander';
import { composeReport } from './composeReport';
import { parseItem } from './parseItem';
import { wasOpened } from './wasOpened';

export interface FraudReportProgramParts {
  readonly connect: () => Promise<KafkaConnection>;
  /** May throw RegistryUnavailable and RegistryRefused; both become one sentence. */
  readonly codec: () => Promise<Pick<EventCodec, 'fraudReports'>>;
  /** The payments that the ledger knows by these ids, or what is missing. */
  readonly lookUp: (transferIds: readonly string[]) => Promise<Result<readonly ReportedPayment[]>>;
  readonly print: (line: string) => void;
  readonly now: () => number;
}

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

/** The command line of fraud reports. Whatever is wrong ends it with one sentence and exit code 1. */
export function fraudReportProgram(parts: FraudReportProgramParts): Command {
  const program: Command = new Command('fraud-report')
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
    .addOption(new Option('--amend', 'the report was published before and is amended').conflicts('withdraw'))
    .option('--withdraw', 'the report was published before and is withdrawn')
    .action(async (options: Options) => {
      const published = await publish(parts, options);
      if (!published.ok) program.error(`${published.problem.code}: ${published.problem.sentence}`);
      parts.print(summary(published.value));
    });
  return program;
}

async function publish(parts: FraudReportProgramParts, options: Options): Promise<Result<FraudReport>> {
  const described: ReportedPayment[] = [];
  for (const text of options.item ?? []) {
    const item = parseItem(text);
    if (!item.ok) return item;
    described.push(item.value);
  }
  const named = await parts.lookUp(options.transfer ?? []);
  if (!named.ok) return named;

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
      items: [...named.value, ...described],
    },
    parts.now(),
  );
  if (!report.ok) return report;
  try {
    const codec = await parts.codec();
    const problem = await send(parts, codec, report.value);
    return problem === null ? report : { ok: false, problem };
  } catch (error) {
    const problem = registryProblem(error);
    if (problem === null) throw error;
    return { ok: false, problem };
  }
}

/** Null once the report stands in the topic; a problem where it would change a report that there is not. */
async function send(
  parts: FraudReportProgramParts,
  codec: Pick<EventCodec, 'fraudReports'>,
  report: FraudReport,
): Promise<Problem | null> {
  const { reportId, state } = report;
  const connection = await parts.connect();
  try {
    if (state !== 'OPENED' && !(await wasOpened(connection, codec, reportId)))
      return {
        code: 'REPORT_UNKNOWN',
        sentence: `Report ${reportId} was never opened, nothing was ${state.toLowerCase()}; check --report.`,
      };
    const producer = await connection.producer('fraud-report');
    await producer.send([
      {
        topic: TOPICS.fraudReports,
        records: [{ key: reportId, value: codec.fraudReports.encode(report) }],
      },
    ]);
    await producer.close();
    return null;
  } finally {
    await connection.close();
  }
}

function registryProblem(error: unknown): Problem | null {
  if (error instanceof RegistryUnavailable)
    return {
      code: 'REGISTRY_AWAY',
      sentence: `${error.message}; check SCHEMA_REGISTRY_URL and that the registry is up.`,
    };
  if (error instanceof RegistryRefused) return { code: 'REGISTRY_REFUSED', sentence: `${error.message}.` };
  return null;
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
