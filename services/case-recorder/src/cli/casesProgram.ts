import {
  assignCase,
  CASE_KINDS,
  CASE_STATES,
  type CaseDatabase,
  type CaseFilter,
  caseOverview,
  caseTimeline,
  closeCase,
  findCases,
  fundFlow,
  listCases,
  noteOnCase,
  recoveryCase,
} from '@sluice/case-store';
import type { Result } from '@sluice/domain';
import { Command, InvalidArgumentError, Option } from 'commander';
import { caseListText, caseText, showAccount } from '../text/showCase';
import { type CommandLine, CommandRefused } from './commandLine';

interface Shown {
  readonly json: boolean;
  readonly unmasked: boolean;
}

/** `npm run case`: list, show, assign, note, close. */
export function casesProgram(line: CommandLine): Command {
  const program = new Command('case')
    .description(
      'The cases of the case store: list, show, assign, note, close. DATABASE_URL says where it is.',
    )
    .addHelpText('after', '\nCASE may be a case id, a report id, an account or a transfer id.');

  program
    .command('list')
    .description('the newest cases first')
    .addOption(new Option('--state <state>', 'only cases in this state').choices(CASE_STATES))
    .addOption(new Option('--kind <kind>', 'only cases of this kind').choices(CASE_KINDS))
    .option('--assigned-to <who>', 'only cases of this person')
    .option('--limit <cases>', 'most cases', parseLimit, 50)
    .option('--json', 'one JSON array instead of a table', false)
    .option('--unmasked', 'account numbers in full', false)
    .action((options: Shown & CaseFilter) =>
      line.withStore(async ({ db }) => {
        const rows = await listCases(db, options);
        print(
          line,
          options.json ? JSON.stringify(rows, null, 2) : caseListText(rows, showAccount(options.unmasked)),
        );
      }),
    );

  program
    .command('show <case>')
    .description('one case and all that happened around it')
    .option('--json', 'one JSON object instead of text', false)
    .option('--unmasked', 'account numbers in full', false)
    .action((reference: string, options: Shown) =>
      line.withStore(async ({ db }) => {
        const caseId = await oneCase(db, reference);
        const whole = {
          overview: await caseOverview(db, caseId),
          recovery: await recoveryCase(db, caseId),
          flow: await fundFlow(db, caseId),
          timeline: await caseTimeline(db, caseId),
        };
        print(
          line,
          options.json ? JSON.stringify(whole, null, 2) : caseText(whole, showAccount(options.unmasked)),
        );
      }),
    );

  program
    .command('assign <case>')
    .description('give an open case to a person')
    .requiredOption('--to <who>', 'who works on it')
    .requiredOption('--by <who>', 'who says so')
    .action((reference: string, { to, by }: { to: string; by: string }) =>
      change(
        line,
        reference,
        (db, caseId) => assignCase(db, { caseId, to, by, now: line.now() }),
        `assigned to ${to}`,
      ),
    );

  program
    .command('note <case> <text>')
    .description('write a note into a case')
    .requiredOption('--by <who>', 'whose note')
    .action((reference: string, note: string, { by }: { by: string }) =>
      change(line, reference, (db, caseId) => noteOnCase(db, { caseId, note, by, now: line.now() }), 'noted'),
    );

  program
    .command('close <case>')
    .description('close a case; a later alert on its account opens a new one')
    .requiredOption('--reason <why>', 'what was found')
    .requiredOption('--by <who>', 'who closes it')
    .action((reference: string, { reason, by }: { reason: string; by: string }) =>
      change(
        line,
        reference,
        (db, caseId) => closeCase(db, { caseId, reason, by, now: line.now() }),
        'closed',
      ),
    );
  return program;
}

async function change(
  line: CommandLine,
  reference: string,
  act: (db: CaseDatabase, caseId: string) => Promise<Result<null>>,
  done: string,
): Promise<void> {
  await line.withStore(async ({ db }) => {
    const caseId = await oneCase(db, reference);
    const result = await act(db, caseId);
    if (!result.ok) throw new CommandRefused(result.problem.sentence);
    print(line, `${caseId} ${done}`);
  });
}

/** The case of that id or report; of an account or a transfer, the one case that it has. */
async function oneCase(db: CaseDatabase, reference: string): Promise<string> {
  const found = await findCases(db, reference);
  const [first, second] = found;
  if (first === undefined) {
    throw new CommandRefused(
      `No case has the id, report, account or transfer ${reference}; \`npm run case -- list\` shows those there are.`,
    );
  }
  const named = await caseOverview(db, first);
  if (second !== undefined && first !== reference && named[0]?.report_id !== reference) {
    throw new CommandRefused(`${reference} is in several cases, name one of them: ${found.join(', ')}`);
  }
  return first;
}

function parseLimit(text: string): number {
  const limit = Number(text);
  if (!Number.isInteger(limit) || limit < 1 || limit > 10_000)
    throw new InvalidArgumentError('a whole number from 1 to 10000.');
  return limit;
}

function print(line: CommandLine, text: string): void {
  line.out(`${text}\n`);
}
