import { TOPICS } from '@sluice/domain';
import { type EventCodec, fromDeadLetterRecord } from '@sluice/event-codec';
import {
  ByteReader,
  ENTRY_TYPES,
  entryTypeName,
  readDebtorAssessment,
  readTransferBody,
} from '@sluice/log-format';
import type { SimulatedCluster, StandingRecord } from '@sluice/stream-runtime/src/testing/simulatedKafka';
import type { CommitEvent } from '../run/prepareRun';
import type { Meaning, Workload } from '../workload/timeline';
import { checkCommits, type StandingOutput } from './checkCommits';
import { type CleanFold, cleanFold } from './cleanFold';
import { type Expected, expectedEntries } from './expectedEntries';
import { FROM_LEGS, type StandingEntries, standingEntries } from './standingEntries';

export interface FinishedRun {
  readonly cluster: SimulatedCluster;
  readonly workload: Workload;
  readonly meanings: ReadonlyMap<string, Meaning>;
  readonly codec: EventCodec;
  readonly commits: readonly CommitEvent[];
}

export interface Checked {
  readonly problems: readonly string[];
  readonly folds: readonly CleanFold[];
  readonly totals: {
    readonly transfers: number;
    readonly decisions: number;
    readonly legs: number;
    readonly repeats: number;
    readonly deadLetters: number;
  };
}

const PROBLEMS_MAX = 12;

/** Holds everything that stands after a run against one clean fold of it and against what the bank published. */
export function checkRun(run: FinishedRun): Checked {
  const { cluster, codec } = run;
  const { partitions } = run.workload;
  const problems: string[] = [];
  const legs = Array.from({ length: partitions }, (_, partition) =>
    cluster.topics.get(TOPICS.legs, partition).everStood(),
  );
  const standing = standingEntries(legs);
  problems.push(...standing.problems);
  const folds = legs.map((records, partition) => cleanFold(partition, partitions, records, codec));
  const expected = expectedEntries(cluster, run.meanings, partitions);

  const made = madeBy(folds);
  problems.push(...checkEntries(standing, expected, made));
  const outputs: StandingOutput[] = [...entriesAsOutputs(standing)];
  for (const topic of [TOPICS.decisions, TOPICS.victimWarnings, TOPICS.stopPaymentInbox] as const) {
    const copies = standingCopies(run, topic);
    problems.push(...checkCopies(topic, copies, made));
    outputs.push(...copiesAsOutputs(copies, made));
  }
  const letters = checkDeadLetters(cluster, expected);
  problems.push(...letters.problems);
  outputs.push(...letters.outputs);
  problems.push(...checkOnce(standing, expected, made));
  problems.push(...checkCommits(run.commits, outputs));
  return {
    problems: problems.slice(0, PROBLEMS_MAX),
    folds,
    totals: {
      transfers: expected.admitted.size,
      decisions: [...made.values()].filter(({ topic }) => topic === TOPICS.decisions).length,
      legs: standing.entries.size,
      repeats: standing.repeats,
      deadLetters: expected.deadLetters.size,
    },
  };
}

interface Made {
  readonly topic: string;
  readonly bytes: Buffer;
  readonly partition: number;
  readonly frame: number;
}

/** Everything that the clean folds put out, by topic and id. */
function madeBy(folds: readonly CleanFold[]): ReadonlyMap<string, Made> {
  const made = new Map<string, Made>();
  for (const [partition, { outputs }] of folds.entries()) {
    for (const { topic, id, bytes, frame } of outputs)
      made.set(`${topic} ${id}`, { topic, bytes, partition, frame });
  }
  return made;
}

/** Nothing is missing from `legs`, nothing else is in it, and nothing stands where every reader drops it. */
function checkEntries(
  standing: StandingEntries,
  expected: Expected,
  made: ReadonlyMap<string, Made>,
): string[] {
  const problems: string[] = [];
  for (const [key, type] of expected.entries) {
    const entry = standing.entries.get(key);
    if (entry === undefined) problems.push(`lost: no ${entryTypeName(type)} entry ${key}`);
    else if (entry.type !== type)
      problems.push(`entry ${key} is ${entryTypeName(entry.type)}, ${entryTypeName(type)} is expected`);
  }
  for (const [id, { topic, bytes }] of made) {
    if (topic !== TOPICS.legs) continue;
    const key = id.slice(topic.length + 1);
    const entry = standing.entries.get(key);
    if (entry === undefined) problems.push(`lost: the fold makes entry ${key}, which stands nowhere`);
    else if (!Buffer.concat([Buffer.from([entry.type]), entry.body]).equals(bytes))
      problems.push(`entry ${key} is not what the fold of its log makes`);
  }
  for (const [key, { source, at, applied, target }] of standing.entries) {
    const known = source === FROM_LEGS ? made.has(`${TOPICS.legs} ${key}`) : expected.entries.has(key);
    if (!known && !isCompactedAway(at)) problems.push(`entry ${at} in legs/${target} comes from nothing`);
    if (!applied) problems.push(`lost: entry ${at} stands in legs/${target} behind a newer one of its lane`);
  }
  return problems;
}

/** A table's record that compaction has taken out since may have been read before. */
function isCompactedAway(at: string): boolean {
  return at.startsWith(`${TOPICS.accounts}#`) || at.startsWith(`${TOPICS.watchlist}#`);
}

interface Copy {
  readonly id: string;
  readonly bytes: Buffer;
  readonly place: string;
  readonly offset: number;
}

function standingCopies({ cluster, codec }: FinishedRun, topic: string): Copy[] {
  const idOf = (record: StandingRecord): string => {
    const value = record.value ?? Buffer.alloc(0);
    if (topic === TOPICS.stopPaymentInbox)
      return `${record.key?.toString('utf8')} ${value.toString('latin1')}`;
    const decoded =
      topic === TOPICS.decisions ? codec.decisions.decodeSync(value) : codec.victimWarnings.decodeSync(value);
    if (decoded.ok !== true) throw new RangeError(`a record of ${topic} cannot be read`);
    return 'warningId' in decoded.value ? decoded.value.warningId : decoded.value.decisionId;
  };
  return cluster.topics.all(topic).flatMap((log, partition) =>
    log.standing().map((record) => ({
      id: idOf(record),
      bytes: record.value ?? Buffer.alloc(0),
      place: `${topic}/${partition}`,
      offset: record.offset,
    })),
  );
}

/** What stands first for each id is what the fold makes, and so is every copy behind it. */
function checkCopies(topic: string, copies: readonly Copy[], made: ReadonlyMap<string, Made>): string[] {
  const problems: string[] = [];
  const seen = new Set<string>();
  for (const { id, bytes, place, offset } of copies) {
    seen.add(id);
    const right = made.get(`${topic} ${id}`);
    if (right === undefined) problems.push(`${place}@${offset} (${id}) comes from nothing in legs`);
    else if (!right.bytes.equals(bytes))
      problems.push(`${place}@${offset} (${id}) is not what the fold of legs makes`);
  }
  for (const [key, { topic: of, partition, frame }] of made) {
    if (of !== topic || seen.has(key.slice(topic.length + 1))) continue;
    problems.push(`lost: legs/${partition}@${frame} makes ${key}, which stands nowhere`);
  }
  return problems;
}

/** Every refused record stands in dead-letters, and what stands there was refused. */
function checkDeadLetters(cluster: SimulatedCluster, expected: Expected) {
  const problems: string[] = [];
  const outputs: StandingOutput[] = [];
  const seen = new Map<string, Buffer>();
  for (const [partition, log] of cluster.topics.all(TOPICS.deadLetters).entries()) {
    for (const record of log.standing()) {
      const letter = fromDeadLetterRecord(record);
      if (!letter.ok) {
        problems.push(`dead-letters/${partition}@${record.offset}: ${letter.problem.sentence}`);
        continue;
      }
      const { sourceTopic, sourcePartition, sourceOffset, code } = letter.value;
      const source = `${sourceTopic}/${sourcePartition}@${sourceOffset}`;
      const right = expected.deadLetters.get(source);
      const known = seen.get(source);
      const bytes = Buffer.from(JSON.stringify([code, letter.value.sentence, record.key, record.value]));
      if (known === undefined) {
        seen.set(source, bytes);
        const place = `${TOPICS.deadLetters}/${partition}`;
        const input = `${sourceTopic}/${sourcePartition}`;
        outputs.push({
          input,
          inputOffset: Number(sourceOffset),
          place,
          offset: record.offset,
          what: 'the dead letter',
        });
      } else if (!known.equals(bytes)) problems.push(`two different dead letters of ${source}`);
      if (right === undefined) problems.push(`${source} was admitted and is a dead letter (${code}) as well`);
      else if (right !== 'UNREADABLE' && right !== code)
        problems.push(`${source} is refused as ${code}, not ${right}`);
    }
  }
  for (const [source, code] of expected.deadLetters) {
    if (!seen.has(source)) problems.push(`lost: ${source} (${code}) is no dead letter`);
  }
  return { problems, outputs };
}

/** Every admitted transfer has one DEBIT, one CREDIT and one decision. */
function checkOnce(standing: StandingEntries, expected: Expected, made: ReadonlyMap<string, Made>): string[] {
  const counts = new Map([...expected.admitted].map((id) => [id, { debits: 0, credits: 0 }]));
  const reader = new ByteReader();
  for (const { type, body } of standing.entries.values()) {
    if (type !== ENTRY_TYPES.DEBIT && type !== ENTRY_TYPES.CREDIT) continue;
    reader.reset(body);
    if (type === ENTRY_TYPES.CREDIT) readDebtorAssessment(reader);
    const count = counts.get(readTransferBody(reader).transferId);
    if (count === undefined) continue;
    if (type === ENTRY_TYPES.DEBIT) count.debits += 1;
    else count.credits += 1;
  }
  const decided = new Map<string, number>();
  for (const [key, { topic }] of made) if (topic === TOPICS.decisions) decided.set(key, 1);
  return [...counts].flatMap(([id, { debits, credits }]) =>
    debits === 1 && credits === 1 ? [] : [`transfer ${id} has ${debits} DEBIT and ${credits} CREDIT entries`],
  );
}

function* entriesAsOutputs(standing: StandingEntries): Generator<StandingOutput> {
  for (const { from, target, offset, at } of standing.entries.values()) {
    const cut = from.lastIndexOf('@');
    yield {
      input: from.slice(0, cut),
      inputOffset: Number(from.slice(cut + 1)),
      place: `${TOPICS.legs}/${target}`,
      offset,
      what: `entry ${at}`,
    };
  }
}

function copiesAsOutputs(copies: readonly Copy[], made: ReadonlyMap<string, Made>): StandingOutput[] {
  const first = new Map<string, Copy>();
  for (const copy of copies) if (!first.has(copy.id)) first.set(copy.id, copy);
  return [...first.values()].flatMap(({ id, place, offset }) => {
    const source = made.get(`${place.slice(0, place.lastIndexOf('/'))} ${id}`);
    return source === undefined
      ? []
      : [{ input: `${TOPICS.legs}/${source.partition}`, inputOffset: source.frame, place, offset, what: id }];
  });
}
