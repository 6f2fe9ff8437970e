import { TOPICS } from '@sluice/domain';
import { type DeadLetterCoordinates, fromDeadLetterRecord } from '@sluice/event-codec';
import { settingsOrExit } from '@sluice/observability';
import { type ClusterConnection, connectKafkaOrExit } from '@sluice/stream-runtime';
import { Command } from 'commander';

interface Listed extends DeadLetterCoordinates {
  /** Where it stands in `dead-letters`: `<partition>@<offset>`. */
  readonly id: string;
  readonly value: Buffer | null;
}

async function readAll(connection: ClusterConnection): Promise<Listed[]> {
  const letters: Listed[] = [];
  await connection.readToEnd(TOPICS.deadLetters, {
    onRecord: (record) => {
      const parsed = fromDeadLetterRecord(record);
      if (!parsed.ok)
        throw new Error(`dead-letters/${record.partition}@${record.offset}: ${parsed.problem.sentence}`);
      letters.push({ ...parsed.value, id: `${record.partition}@${record.offset}`, value: record.value });
    },
  });
  return letters.sort((a, b) => a.sourceTimestamp - b.sourceTimestamp);
}

function line(letter: Listed): string {
  const from = `${letter.sourceTopic}/${letter.sourcePartition}@${letter.sourceOffset}`;
  return `${letter.id.padEnd(10)} ${new Date(letter.sourceTimestamp).toISOString()} ${letter.code.padEnd(22)} ${from.padEnd(26)} ${letter.sentence}`;
}

async function withConnection(run: (connection: ClusterConnection) => Promise<void>): Promise<void> {
  const settings = settingsOrExit(['kafka'], 'dead-letters');
  const connection = await connectKafkaOrExit(settings.kafka);
  try {
    await run(connection);
  } finally {
    await connection.close();
  }
}

const program = new Command('dead-letters').description(
  'Records that were refused, with the reason and their bytes',
);

program
  .command('list')
  .description('every dead letter, oldest first')
  .option('--code <CODE>', 'only those with this code')
  .option('--topic <TOPIC>', 'only those that came from this topic')
  .option('--json', 'one JSON object a line')
  .action(async (options: { code?: string; topic?: string; json?: true }) => {
    await withConnection(async (connection) => {
      const letters = (await readAll(connection)).filter(
        ({ code, sourceTopic }) =>
          (options.code === undefined || code === options.code) &&
          (options.topic === undefined || sourceTopic === options.topic),
      );
      for (const letter of letters) {
        const { value, sourceOffset, ...rest } = letter;
        const text = options.json
          ? JSON.stringify({ ...rest, sourceOffset: String(sourceOffset), bytes: value?.length ?? 0 })
          : line(letter);
        process.stdout.write(`${text}\n`);
      }
      if (!options.json) process.stdout.write(`${letters.length} dead letters\n`);
    });
  });

program
  .command('show')
  .description('one dead letter with its original bytes')
  .argument('<id>', 'as listed: <partition>@<offset>')
  .action(async (id: string) => {
    await withConnection(async (connection) => {
      const letter = (await readAll(connection)).find((candidate) => candidate.id === id);
      if (letter === undefined) {
        process.stderr.write(
          `DEAD_LETTER_UNKNOWN: there is no dead letter ${id}; npm run dead-letters -- list shows them.\n`,
        );
        process.exitCode = 1;
        return;
      }
      process.stdout.write(
        `${line(letter)}\nkey    ${letter.key?.toString('utf8') ?? '(none)'}\nbytes  ${letter.value?.length ?? 0}\n`,
      );
      if (letter.value !== null) process.stdout.write(`${hexDump(letter.value)}\n`);
    });
  });

/** Offset, sixteen bytes in hex, the printable ones as text. */
function hexDump(bytes: Buffer): string {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += 16) {
    const row = bytes.subarray(at, at + 16);
    const hex = [...row].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
    const text = [...row]
      .map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.'))
      .join('');
    lines.push(`${at.toString(16).padStart(8, '0')}  ${hex.padEnd(47)}  ${text}`);
  }
  return lines.join('\n');
}

void program.parseAsync();
