import { LaneMarks } from '@sluice/log-format';
import type { CommitOffset, ConsumerOptions, RunningConsumer } from '@sluice/stream-runtime';
import { earlyProducer } from './brokenProducers';
import { replaceMethod, type Sabotage } from './sabotage';

/** Keeps marks and does not heed them: what a repeat brings again is applied again. */
export const marksNotApplied: Sabotage = {
  name: 'marks not applied',
  install() {
    const { admit } = LaneMarks.prototype;
    return replaceMethod(LaneMarks.prototype, 'admit', function (this: LaneMarks, ...entry) {
      admit.apply(this, entry);
      return true;
    });
  },
};

/** Images come without marks: a restored fold takes repeats of old entries for new ones. */
export const marksLeftOut: Sabotage = {
  name: 'marks left out of the image',
  install: () => replaceMethod(LaneMarks.prototype, 'restore', () => undefined),
};

/** Takes the end of the log for the committed offset: what a dead owner had not sent is never sent. */
export const emitsFromTheEnd: Sabotage = {
  name: 'a restore that emits from the end of the log',
  connection: (connection, { cluster }) => ({
    ...connection,
    startConsumer: (options) =>
      connection.startConsumer({
        ...options,
        ...(options.startOffset === undefined
          ? {}
          : {
              startOffset: (at, committed) => {
                const end = BigInt(cluster.topics.get(at.topic, at.partition).endOffset);
                return options.startOffset?.(at, committed === null ? null : end) ?? 'earliest';
              },
            }),
      }),
  }),
};

/** Reads transfers on from the committed offset with an empty table of known transfers. */
export const idTableNotRebuilt: Sabotage = {
  name: 'id table not rebuilt',
  connection: (connection) => ({
    ...connection,
    startConsumer: (options) =>
      connection.startConsumer({
        ...options,
        startOffset: async (at, committed) => {
          const wanted = await options.startOffset?.(at, committed);
          return at.topic === 'legs' ? (wanted ?? 'earliest') : (committed ?? 'earliest');
        },
      }),
  }),
};

const OUTPUTS_LATE_MS = 300;

/**
 * Publishes an image when its outputs have only begun to be sent, while offsets are still committed as they should be:
 * the image stands above the commit, and outranks it.
 */
export const imageBeforeAcknowledgement: Sabotage = {
  name: 'an image published before its outputs were acknowledged',
  connection(connection) {
    const early = new Map<string, bigint>();
    let sent = (): Promise<void> => Promise.resolve();
    return {
      ...connection,
      async producer(name) {
        const started = earlyProducer(await connection.producer(name), OUTPUTS_LATE_MS);
        sent = started.sent;
        return started.producer;
      },
      async startConsumer(options: ConsumerOptions) {
        const real = await connection.startConsumer(options);
        const eager: RunningConsumer = {
          ...real,
          acknowledge(offsets: readonly CommitOffset[]) {
            for (const { topic, partition, offset } of offsets) early.set(`${topic}/${partition}`, offset);
            sent().then(
              () => real.acknowledge(offsets),
              () => undefined,
            );
          },
          committed: () => early,
        };
        return eager;
      },
    };
  },
};
