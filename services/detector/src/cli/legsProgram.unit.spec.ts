import { TOPICS } from '@sluice/domain';
import { transferOf } from '@sluice/domain/src/testing/transferOf';
import {
  ENTRY_TYPES,
  FrameBuilder,
  OPERATOR_SOURCE,
  readFrame,
  SOURCE_TOPIC_CODES,
  writeTransferBody,
} from '@sluice/log-format';
import { type MemoryKafka, memoryKafka } from '@sluice/stream-runtime/src/testing/memoryKafka';
import { CommanderError } from 'commander';
import { legsProgram } from './legsProgram';

const NOON = Date.parse('2026-03-02T12:00:00Z');
const SAID = ['--reason', 'A status of an unknown kind.', '--by', 'ann'];
let kafka: MemoryKafka;
let printed: string[];
let answer: boolean | null;

beforeEach(() => {
  kafka = memoryKafka({ [TOPICS.legs]: 2 }, () => NOON);
  answer = true;
});

/** A frame of debit legs and, where asked for, one entry whose body nobody can read. */
function frameOf(transferIds: readonly string[], poisoned = false): Buffer {
  const builder = new FrameBuilder();
  const lane = { source: SOURCE_TOPIC_CODES[TOPICS.transfers] ?? 0, incarnation: 0, partition: 3 };
  for (const [i, transferId] of transferIds.entries()) {
    builder.append(lane, 40 + i, 0, ENTRY_TYPES.DEBIT, (body) =>
      writeTransferBody(body, transferOf({ transferId })),
    );
  }
  if (poisoned) builder.append(lane, 60, 0, ENTRY_TYPES.STATUS, (body) => body.u8(7));
  return builder.take()[0]!;
}

function append(value: Buffer, partition = 1): void {
  kafka.publish([{ topic: TOPICS.legs, records: [{ key: null, value, partition }] }]);
}

/** Runs the command line; returns its exit code, what it printed is in `printed`. */
async function run(...argv: string[]): Promise<number> {
  printed = [];
  const program = legsProgram({
    connect: async () => kafka.connect(),
    print: (line) => printed.push(line),
    confirm: async () => answer,
    now: () => NOON,
  });
  for (const command of [program, ...program.commands])
    command.exitOverride().configureOutput({ writeErr: (text) => printed.push(text) });
  try {
    await program.parseAsync(argv, { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode;
    throw error;
  }
}

const park = (...argv: string[]) => run('park', '--partition', '1', '--offset', '0', ...argv, ...SAID);
const orders = () =>
  kafka
    .records(TOPICS.legs)
    .slice(1)
    .flatMap(({ value }) => [...readFrame(value!)]);

describe('npm run legs -- park', () => {
  it('appends the operator’s order about one entry to the partition, with who and why', async () => {
    append(frameOf(['T1', 'T2'], true));
    expect(await park('--index', '2')).toBe(0);
    expect(orders()).toEqual([
      {
        type: 'PARK',
        at: { source: OPERATOR_SOURCE, incarnation: 0, partition: 1, offset: NOON, index: 0 },
        body: { offset: 0, ordinal: 2, by: 'ann', reason: 'A status of an unknown kind.' },
      },
    ]);
    expect(kafka.records(TOPICS.legs)[1]?.partition).toBe(1);
  });

  it('shows type, coordinates and masked accounts of what it would step over, also where a body is unreadable', async () => {
    append(frameOf(['T1', 'T2'], true));
    expect(await park('--dry-run')).toBe(0);
    const shown = printed.join('\n');
    expect(printed).toHaveLength(4);
    expect(shown).toContain('all of legs/1@0 would be stepped over');
    expect(shown).toMatch(/1 DEBIT +transfers#0\/3@41\.0 +T2/);
    expect(shown).toMatch(/2 STATUS +transfers#0\/3@60\.0 +body unreadable/);
    expect(shown).not.toContain('DE89370400440532013000');
    expect(orders()).toEqual([]);
  });

  it('parks a record that is no frame as a whole, and refuses to name an entry in it', async () => {
    append(Buffer.from([99, 0, 1]));
    expect(await park('--index', '0')).toBe(1);
    expect(printed.join('')).toContain('leave --index out');
    expect(await park()).toBe(0);
    expect(printed.join('')).toContain('format version 99');
    expect(orders()).toMatchObject([{ type: 'PARK', body: { offset: 0, ordinal: null } }]);
  });

  it.each([
    [false, 'nothing was ordered'],
    [null, 'give --yes'],
  ])('orders nothing where the answer to its question is %s', async (given, sentence) => {
    answer = given;
    append(frameOf(['T1']));
    expect(await park()).toBe(1);
    expect(printed.at(-1)).toContain(sentence);
    expect(orders()).toEqual([]);
  });

  it('asks nobody with --yes', async () => {
    answer = null;
    append(frameOf(['T1']));
    expect(await park('--yes')).toBe(0);
    expect(orders()).toHaveLength(1);
  });

  it('refuses what is parked already, and an entry of a record that is parked whole', async () => {
    append(frameOf(['T1', 'T2']));
    expect(await park('--index', '1')).toBe(0);
    expect(await park('--index', '1')).toBe(1);
    expect(printed.join('')).toContain('PARKED_BEFORE: legs/1@0 entry 1 was parked by ann');
    expect(await park('--index', '0')).toBe(0);
    expect(await park()).toBe(0);
    expect(await park('--index', '0')).toBe(1);
    expect(orders()).toHaveLength(3);
  });

  it.each([
    [
      'an offset behind the end',
      ['--partition', '1', '--offset', '5'],
      'RECORD_UNKNOWN: legs/1 holds offsets 0 to 0',
    ],
    ['an empty partition', ['--partition', '0', '--offset', '0'], 'holds no record'],
    [
      'a partition that legs has not',
      ['--partition', '2', '--offset', '0'],
      'PARTITION_UNKNOWN: legs has partitions 0 to 1',
    ],
    [
      'an entry that the record has not',
      ['--partition', '1', '--offset', '0', '--index', '1'],
      'has entries 0 to 0',
    ],
    ['words for a number', ['--partition', 'one', '--offset', '0'], 'a whole number'],
  ])('with %s exits with 1 and one sentence', async (_, argv, sentence) => {
    append(frameOf(['T1']));
    expect(await run('park', ...argv, '--yes', ...SAID)).toBe(1);
    expect(printed.join('\n')).toContain(sentence);
    expect(orders()).toEqual([]);
  });

  it('wants to know who and why', async () => {
    append(frameOf(['T1']));
    expect(await run('park', '--partition', '1', '--offset', '0', '--by', ' ', '--reason', 'x')).toBe(1);
    expect(await run('park', '--partition', '1', '--offset', '0', '--reason', 'x')).toBe(1);
    expect(orders()).toEqual([]);
  });
});

describe('npm run legs -- dump', () => {
  it('goes on past a record that cannot be read, says where it stands and exits with 1', async () => {
    append(Buffer.from([99, 0, 1]));
    append(frameOf(['T1']));
    expect(await run('dump')).toBe(1);
    expect(printed.join('\n')).toContain('T1');
    expect(printed.join('\n')).toContain('FRAME_UNREADABLE: legs/1@0');
  });
});
