import { TOPICS, type TopicName } from '@sluice/domain';
import { EMBEDDED_PARTITIONS, type TopicProfile, topicSpecs } from './topicSpecs';
import { FOREVER, subjectOf, topicEntry, topicTable } from './topicTable';

const BANKS_READ: readonly TopicName[] = [TOPICS.decisions, TOPICS.victimWarnings, TOPICS.stopPayments];
const BANKS_WRITE: readonly TopicName[] = [
  TOPICS.transfers,
  TOPICS.transferHistory,
  TOPICS.accounts,
  TOPICS.watchlist,
  TOPICS.fraudReports,
  TOPICS.transferOutcomes,
  TOPICS.stopPaymentStatus,
];
const DAY_MS = 86_400_000;

function configOf(topic: TopicName, profile: TopicProfile = 'embedded'): Readonly<Record<string, string>> {
  const spec = topicSpecs(profile, EMBEDDED_PARTITIONS).find((candidate) => candidate.topic === topic);
  return Object.fromEntries(spec!.configEntries.map(({ name, value }) => [name, value]));
}

describe('the topic table', () => {
  it('has every topic, once', () => {
    expect(topicTable.map(({ topic }) => topic).sort()).toEqual(Object.values(TOPICS).sort());
    expect(() => topicEntry('payments' as TopicName)).toThrow(RangeError);
  });

  it('promises banks that what they read stays readable both ways, and that we read whatever they have written', () => {
    const compatibilities = topicTable.flatMap(({ topic, content }) =>
      content.format === 'AVRO' ? [[topic, content.compatibility]] : [],
    );
    expect(Object.fromEntries(compatibilities)).toEqual({
      ...Object.fromEntries(BANKS_READ.map((topic) => [topic, 'FULL_TRANSITIVE'])),
      ...Object.fromEntries(BANKS_WRITE.map((topic) => [topic, 'BACKWARD_TRANSITIVE'])),
    });
  });

  it('has a bank on one side of each Avro topic, and none on the internal ones', () => {
    for (const { content, writers, readers } of topicTable)
      expect([...writers, ...readers].includes('bank core')).toBe(content.format === 'AVRO');
  });

  it('says why each topic is kept as it is', () => {
    for (const { why, writers, readers } of topicTable) {
      expect(why).toMatch(/\.$/);
      expect(Math.min(writers.length, readers.length)).toBeGreaterThan(0);
    }
  });

  it('names the registry’s subject after the topic', () => {
    expect(subjectOf(TOPICS.stopPaymentStatus)).toBe('stop-payment-status-value');
  });

  it('keeps for ever whatever a state is rebuilt from without checkpoints, and dead letters', () => {
    const rebuiltFrom = [TOPICS.transferHistory, TOPICS.stopPaymentEvents, TOPICS.rules];
    for (const topic of [...rebuiltFrom, TOPICS.deadLetters])
      expect(configOf(topic)).toMatchObject({ 'retention.ms': '-1' });
    for (const topic of rebuiltFrom) expect(configOf(topic)['cleanup.policy']).toBe('delete');
  });

  it('keeps what checkpoints are taken of longer than two images and the horizon of duplicates', () => {
    // An image is due every few minutes of work; a service may stand still over a long holiday.
    expect(Number(configOf(TOPICS.transfers)['retention.ms'])).toBe(14 * DAY_MS);
    expect(Number(configOf(TOPICS.legs)['retention.ms'])).toBe(35 * DAY_MS);
    for (const topic of [TOPICS.transfers, TOPICS.legs])
      expect(configOf(topic)['cleanup.policy']).toBe('delete');
    for (const topic of [TOPICS.detectorCheckpoints, TOPICS.intakeCheckpoints])
      expect(configOf(topic)).toMatchObject({ 'cleanup.policy': 'compact', 'retention.ms': '-1' });
  });

  it('compacts the tables and checkpoints alone, and keeps a removal longer than any stop of intake', () => {
    const compacted = topicTable.filter(({ cleanup }) => cleanup === 'compact').map(({ topic }) => topic);
    expect(compacted).toEqual([
      TOPICS.accounts,
      TOPICS.watchlist,
      TOPICS.detectorCheckpoints,
      TOPICS.detectorManifests,
      TOPICS.intakeCheckpoints,
      TOPICS.intakeManifests,
    ]);
    for (const topic of compacted)
      expect(Number(configOf(topic)['delete.retention.ms'])).toBeGreaterThanOrEqual(30 * DAY_MS);
  });

  it('takes a dead letter of any record that a bank may send, headers and all', () => {
    const largestFromBanks = Math.max(...BANKS_WRITE.map((topic) => topicEntry(topic).messageBytesMax));
    expect(topicEntry(TOPICS.deadLetters).messageBytesMax).toBeGreaterThan(2 * largestFromBanks);
  });
});

describe.each<[TopicProfile, string, string, number]>([
  ['embedded', '1', '1', 8],
  ['production', '3', '2', 64],
])('the topics of the %s profile', (profile, copies, inSyncMin, partitions) => {
  const specs = topicSpecs(profile, partitions);

  it('are spread over the one partition count of the cluster, but for the single order of rules', () => {
    for (const { topic, numPartitions } of specs)
      expect([topic, numPartitions]).toEqual([topic, topic === TOPICS.rules ? 1 : partitions]);
  });

  it('lose nothing that was acknowledged, and are stamped by the broker', () => {
    for (const { topic, replicationFactor } of specs) {
      expect(String(replicationFactor)).toBe(copies);
      expect(configOf(topic, profile)).toMatchObject({
        'min.insync.replicas': inSyncMin,
        'unclean.leader.election.enable': 'false',
        'message.timestamp.type': 'LogAppendTime',
        'retention.bytes': String(FOREVER),
      });
    }
  });

  it('take a whole send of frames or decisions to one partition', () => {
    for (const topic of [TOPICS.legs, TOPICS.decisions])
      expect(Number(configOf(topic, profile)['max.message.bytes'])).toBeGreaterThanOrEqual(8 * 1024 * 1024);
  });
});

describe('a partition count', () => {
  it.each([0, -1, 1.5, 257, Number.NaN])('of %d is refused', (partitions) => {
    expect(() => topicSpecs('production', partitions)).toThrow(RangeError);
  });

  it.each([1, 8, 256])('of %d is taken', (partitions) => {
    expect(topicSpecs('production', partitions)).toHaveLength(Object.keys(TOPICS).length);
  });
});
