import { type KafkaConnection, whileConnected } from '@sluice/stream-runtime';
import { Command, InvalidArgumentError } from 'commander';
import { hexDump } from './hexDump';
import { coordinatesOf, isChosen, type LetterChoice, lineOf, readLetters } from './letters';
import { planReplay, type ReplayPlan } from './planReplay';
import { replayLetters } from './replayLetters';

export interface DeadLettersParts {
  readonly connect: () => Promise<KafkaConnection>;
  readonly print: (line: string) => void;
  /** Asks the person at the terminal; null where nobody is there. */
  readonly confirm: (question: string) => Promise<boolean | null>;
}

/** The command line about refused records. Whatever is wrong ends it with one sentence and exit code 1. */
export function deadLettersProgram(parts: DeadLettersParts): Command {
  const program = new Command('dead-letters').description(
    'Records that were refused, with the reason and their bytes',
  );
  choosing(program.command('list').description('every dead letter, oldest first'))
    .option('--json', 'one JSON object a line')
    .action((options: Chosen & { json?: true }) =>
      connected(program, parts, (connection) => list(connection, parts, options)),
    );
  program
    .command('show')
    .description('one dead letter with its original bytes')
    .argument('<id>', 'as listed: <partition>@<offset>')
    .action((id: string) => connected(program, parts, (connection) => show(connection, parts, id)));
  choosing(
    program
      .command('replay')
      .description(
        'lets records re-enter the topic that they came from, with their original key and bytes: once the schema is registered, Sluice is upgraded, the clock or the registry is mended. What is still wrong is refused again; what was admitted meanwhile is a duplicate, counted and dropped.',
      ),
  )
    .option('--dry-run', 'says what would be sent and sends nothing')
    .option('--yes', 'sends without asking')
    .action((options: Replaying) =>
      connected(program, parts, (connection) => replay(connection, parts, options)),
    );
  return program;
}

type Chosen = LetterChoice;
type Replaying = Chosen & { readonly dryRun?: true; readonly yes?: true };

function choosing(command: Command): Command {
  return command
    .option('--code <CODE>', 'only those with this code')
    .option('--topic <TOPIC>', 'only those that came from this topic')
    .option('--coordinates <C>', 'only the record that stood at topic/partition@offset', coordinatesText)
    .option(
      '--since <ISO>',
      'only records published from this time on, for example 2026-03-02T18:00:00Z',
      time,
    );
}

function coordinatesText(text: string): string {
  if (!/^[\w.-]+\/\d{1,5}@\d{1,19}$/.test(text))
    throw new InvalidArgumentError('topic/partition@offset is wanted, for example transfers/3@1204.');
  return text;
}

function time(text: string): number {
  const at = /^\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-]\d\d:\d\d))?$/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(at))
    throw new InvalidArgumentError(
      'a day or a time with its zone is wanted, for example 2026-03-02T18:00:00Z.',
    );
  return at;
}

/** What `run` returns is what went wrong: one sentence, exit code 1. */
async function connected(
  program: Command,
  { connect }: Pick<DeadLettersParts, 'connect'>,
  run: (connection: KafkaConnection) => Promise<string | null>,
): Promise<void> {
  const failure = await whileConnected(connect, run);
  if (failure !== null) program.error(failure);
}

async function list(
  connection: KafkaConnection,
  { print }: DeadLettersParts,
  options: Chosen & { json?: true },
): Promise<string | null> {
  const { letters, unreadable } = await readLetters(connection);
  const chosen = letters.filter((letter) => isChosen(letter, options));
  for (const letter of chosen) {
    if (!options.json) {
      print(lineOf(letter));
      continue;
    }
    const { value, sourceOffset, key, ...rest } = letter;
    print(
      JSON.stringify({
        ...rest,
        sourceOffset: String(sourceOffset),
        key: key?.toString('utf8') ?? null,
        bytes: value?.length ?? 0,
      }),
    );
  }
  if (!options.json) print(`${chosen.length} dead letters`);
  return unreadable.length > 0 ? unreadable.join('\n') : null;
}

async function show(
  connection: KafkaConnection,
  { print }: DeadLettersParts,
  id: string,
): Promise<string | null> {
  const { letters } = await readLetters(connection);
  const letter = letters.find((candidate) => candidate.id === id);
  if (letter === undefined)
    return `DEAD_LETTER_UNKNOWN: there is no dead letter ${id}; npm run dead-letters -- list shows them.`;
  print(lineOf(letter));
  print(`key    ${letter.key?.toString('utf8') ?? '(none)'}`);
  print(`bytes  ${letter.value?.length ?? 0}`);
  if (letter.value !== null) print(hexDump(letter.value));
  return null;
}

async function replay(
  connection: KafkaConnection,
  { print, confirm }: DeadLettersParts,
  options: Replaying,
): Promise<string | null> {
  const { letters, unreadable } = await readLetters(connection);
  for (const sentence of unreadable) print(sentence);
  const plan = planReplay(letters.filter((letter) => isChosen(letter, options)));
  say(plan, print);
  const { entering } = plan;
  if (entering.length === 0)
    return plan.staying.size > 0 || options.coordinates !== undefined
      ? `NOTHING_TO_REPLAY: no dead letter that may re-enter is chosen; npm run dead-letters -- list shows them.`
      : null;
  if (options.dryRun) return null;
  if (options.yes !== true) {
    const agreed = await confirm(`Send ${entering.length} records again?`);
    if (agreed === null)
      return 'NOT_CONFIRMED: nobody is at the terminal to ask; give --yes. Nothing was sent.';
    if (!agreed) return 'NOT_CONFIRMED: nothing was sent.';
  }
  const { sent, complete } = await replayLetters(connection, entering);
  if (!complete)
    return `KAFKA_AWAY: the cluster stopped answering after ${sent} of ${entering.length} records; give the command again, what arrived is then a duplicate.`;
  print(`${sent} records sent; those that are still wrong appear in npm run dead-letters -- list again.`);
  return null;
}

function say({ entering, repeated, staying }: ReplayPlan, print: (line: string) => void): void {
  for (const letter of entering) print(`${lineOf(letter)} → ${coordinatesOf(letter).split('@')[0]}`);
  print(`${entering.length} records re-enter`);
  if (repeated > 0)
    print(`${repeated} letters more are of the same records: the latest of each stands for all`);
  for (const [topic, { letters, why }] of staying) print(`${letters} of ${topic} stay: ${why}`);
}
