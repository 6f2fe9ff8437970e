import { TOPICS } from '@sluice/domain';
import { toDeadLetterRecord } from '@sluice/event-codec';
import { refusedLetters } from './refusedLetters';
import { memoryCluster } from './testing/memoryIntake';

const at = (partition: number) => ({ topic: TOPICS.transfers, partition });

function cluster() {
  const kafka = memoryCluster();
  const connection = kafka.connect();
  let passes = 0;
  const counted = {
    readToEnd: (...call: Parameters<typeof connection.readToEnd>) => {
      passes += 1;
      return connection.readToEnd(...call);
    },
  };
  const refuse = (topic: string, sourcePartition: number, ...offsets: bigint[]): void =>
    kafka.publish([
      {
        topic: TOPICS.deadLetters,
        records: offsets.map((sourceOffset) =>
          toDeadLetterRecord({
            code: 'UNDECODABLE',
            sentence: 'it was refused',
            sourceTopic: topic,
            sourcePartition,
            sourceOffset,
            sourceTimestamp: 0,
            key: Buffer.from(String(sourceOffset)),
            value: null,
          }),
        ),
      },
    ]);
  return { kafka, refuse, letters: refusedLetters(counted, [TOPICS.transfers]), passes: () => passes };
}

describe('what was refused before a restart', () => {
  it('is known by partition and only for the offsets that are folded again', async () => {
    const { refuse, letters } = cluster();
    refuse(TOPICS.transfers, 0, 1n, 5n, 9n, 10n);
    refuse(TOPICS.transfers, 1, 6n);
    refuse(TOPICS.accounts, 0, 7n);
    const refused = await letters.during((refusedIn) => refusedIn(at(0), 5n, 10n));
    expect([...refused].sort()).toEqual([5n, 9n]);
  });

  it('is read once for all partitions that are taken over together', async () => {
    const { refuse, letters, passes } = cluster();
    refuse(TOPICS.transfers, 0, 1n);
    refuse(TOPICS.transfers, 1, 2n);
    const found = await Promise.all(
      [0, 1].map((partition) => letters.during((refusedIn) => refusedIn(at(partition), 0n, 9n))),
    );
    expect(found).toEqual([new Set([1n]), new Set([2n])]);
    expect(passes()).toBe(1);
  });

  it('is read again for a partition that is taken over later, also while the first takeover goes on', async () => {
    const { refuse, letters, passes } = cluster();
    refuse(TOPICS.transfers, 0, 1n);
    let finish: () => void = () => undefined;
    const first = letters.during(async (refusedIn) => {
      await refusedIn(at(0), 0n, 9n);
      await new Promise<void>((resolve) => {
        finish = resolve;
      });
    });
    await new Promise((resolve) => setImmediate(resolve));
    refuse(TOPICS.transfers, 1, 2n);
    expect(await letters.during((refusedIn) => refusedIn(at(1), 0n, 9n))).toEqual(new Set([2n]));
    finish();
    await first;
    expect(passes()).toBe(2);
  });

  it('is not read where a takeover has no use for it', async () => {
    const { letters, passes } = cluster();
    expect(await letters.during(async () => 'done')).toBe('done');
    expect(passes()).toBe(0);
  });

  it('passes by a record of dead-letters that has no coordinates', async () => {
    const { kafka, letters } = cluster();
    kafka.publish([{ topic: TOPICS.deadLetters, records: [{ key: 'x', value: 'y' }] }]);
    expect(await letters.during((refusedIn) => refusedIn(at(0), 0n, 9n))).toEqual(new Set());
  });
});
