import { Command, Option } from 'commander';
import {
  type FrozenPaymentsReport,
  frozenPaymentsReport,
  rowsCsv,
  totalsCsv,
} from '../reports/frozenPayments/report';
import { totalsText } from '../reports/frozenPayments/totalsText';
import { type CommandLine, CommandRefused } from './commandLine';
import { writeOut } from './writeOut';

interface FrozenPaymentsOptions {
  readonly from: string;
  readonly to: string;
  readonly tz: string;
  readonly asOf?: string;
  readonly format: 'csv' | 'json';
  readonly section: 'rows' | 'totals';
  readonly out?: string;
}

/** `npm run report`: reports for compliance. */
export function reportsProgram(line: CommandLine): Command {
  const program = new Command('report').description(
    'Reports that an auditor can draw again: the same period, zone and as-of instant give the same bytes.',
  );

  program
    .command('frozen-payments')
    .description('what was stopped, let go and given back')
    .requiredOption('--from <date>', 'first day, YYYY-MM-DD')
    .requiredOption('--to <date>', 'last day, YYYY-MM-DD, included')
    .option('--tz <zone>', 'time zone of days and times, an IANA name', 'UTC')
    .option('--as-of <instant>', 'what was recorded up to then, ISO 8601; default: as far as all is recorded')
    .addOption(new Option('--format <format>', 'form of the file').choices(['csv', 'json']).default('csv'))
    .addOption(
      new Option('--section <section>', 'csv: the stop-payments or their totals')
        .choices(['rows', 'totals'])
        .default('rows'),
    )
    .option('--out <file>', 'write the file there instead of to standard output')
    .addHelpText('after', '\nThe totals are also shown on standard error.')
    .action((options: FrozenPaymentsOptions) =>
      line.withStore(async ({ db }) => {
        const { from, to, tz: zone, asOf = null } = options;
        const report = await frozenPaymentsReport(db, { from, to, zone, asOf });
        if (!report.ok) throw new CommandRefused(report.problem.sentence);
        const file = fileOf(report.value, options);
        if (options.out === undefined) line.out(file);
        else writeOut(options.out, file);
        line.err(`${totalsText(report.value)}\n`);
      }),
    );
  return program;
}

function fileOf(report: FrozenPaymentsReport, { format, section }: FrozenPaymentsOptions): string {
  if (format === 'json') return `${JSON.stringify(report, null, 2)}\n`;
  return section === 'rows' ? rowsCsv(report) : totalsCsv(report);
}
