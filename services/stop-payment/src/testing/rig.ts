import { setTimeout as sleep } from 'node:timers/promises';
import {
  type DeadLetter,
  type StopPaymentCommand,
  type StopPaymentEvent,
  type StopPaymentInboxEntry,
  type StopPaymentStatus,
  TOPICS,
} from '@sluice/domain';
import {
  decodeStopPaymentEvent,
  type EventCodec,
  encodeInboxEntry,
  encodeOrder,
  fromDeadLetterRecord,
} from '@sluice/event-codec';
import type { ConsumedRecord, KafkaConnection, OutgoingRecord } from '@sluice/stream-runtime';

const WAIT_MS = 30_000;

/** What surrounds the service in a test: the detector, a bank core, people, and eyes on every output topic. */
export interface Rig {
  /** To the inbox, as the detector writes it. */
  detect(...entries: readonly StopPaymentInboxEntry[]): Promise<void>;
  /** The core's answers, by `stop-payment-status`. */
  answer(...entries: readonly { readonly status: StopPaymentStatus }[]): Promise<void>;
  order(...entries: readonly Extract<StopPaymentInboxEntry, { type: 'ORDER' }>[]): Promise<void>;
  publish(topic: string, record: OutgoingRecord): Promise<void>;
  /** Read afresh from the beginning to the end. */
  commands(): Promise<StopPaymentCommand[]>;
  events(): Promise<StopPaymentEvent[]>;
  deadLetters(): Promise<DeadLetter[]>;
  /** What a bank core and the case recorder have seen so far, as soon as it is committed. */
  readonly seen: {
    readonly commands: readonly StopPaymentCommand[];
    readonly events: readonly StopPaymentEvent[];
  };
  /** The first command for which the test holds, as soon as it is committed. */
  command(test: (command: StopPaymentCommand) => boolean): Promise<StopPaymentCommand>;
  event(test: (event: StopPaymentEvent) => boolean): Promise<StopPaymentEvent>;
  /** Tries until the expectation no longer throws. */
  until(expectation: () => Promise<void> | void): Promise<void>;
  close(): Promise<void>;
}

let rigs = 0;

export async function createRig(connection: KafkaConnection, codec: EventCodec): Promise<Rig> {
  const producer = await connection.producer('rig');
  const seen = { commands: [] as StopPaymentCommand[], events: [] as StopPaymentEvent[] };
  const send = (topic: string, records: readonly OutgoingRecord[]) => producer.send([{ topic, records }]);

  function commandOf({ value }: ConsumedRecord): StopPaymentCommand {
    const command = codec.stopPayments.decodeSync(value ?? Buffer.alloc(0));
    if (command.ok !== true) throw new Error('a command that cannot be read');
    return command.value;
  }

  function eventOf({ key, value }: ConsumedRecord): StopPaymentEvent | null {
    if (key === null) return null;
    const event = decodeStopPaymentEvent(value ?? Buffer.alloc(0));
    if (!event.ok) throw new Error(event.problem.sentence);
    return event.value;
  }

  rigs += 1;
  const watcher = await connection.startConsumer({
    groupId: `stop-payment-rig-${process.pid}-${rigs}`,
    topics: [TOPICS.stopPayments, TOPICS.stopPaymentEvents],
    isolation: 'read_committed',
    commit: 'external',
    maxWaitMs: 20,
    async handle(batches) {
      for (const record of batches.flatMap(({ records }) => records)) {
        if (record.topic === TOPICS.stopPayments) seen.commands.push(commandOf(record));
        else seen.events.push(...[eventOf(record)].filter((event) => event !== null));
      }
    },
  });

  async function read<T>(topic: string, parse: (record: ConsumedRecord) => T | null): Promise<T[]> {
    const found: T[] = [];
    await connection.readToEnd(topic, {
      isolation: 'read_committed',
      onRecord(record) {
        const value = parse(record);
        if (value !== null) found.push(value);
      },
    });
    return found;
  }

  async function first<T>(all: readonly T[], test: (one: T) => boolean, what: string): Promise<T> {
    const end = Date.now() + WAIT_MS;
    for (;;) {
      const found = all.find(test);
      if (found !== undefined) return found;
      const failure = watcher.failure();
      if (failure !== null) throw failure;
      if (Date.now() > end) throw new Error(`no such ${what} among ${JSON.stringify(all.slice(-5))}`);
      await sleep(5);
    }
  }

  return {
    detect: (...entries) =>
      send(
        TOPICS.stopPaymentInbox,
        entries.map((entry) => ({ key: entry.account, value: encodeInboxEntry(entry) })),
      ),
    answer: (...entries) =>
      send(
        TOPICS.stopPaymentStatus,
        entries.map(({ status }) => ({
          key: status.stopPaymentId,
          value: codec.stopPaymentStatus.encode(status),
        })),
      ),
    order: (...entries) =>
      send(
        TOPICS.orders,
        entries.map(({ order }) => ({ key: order.account, value: encodeOrder(order) })),
      ),
    publish: (topic, record) => send(topic, [record]),
    commands: () => read(TOPICS.stopPayments, commandOf),
    events: () => read(TOPICS.stopPaymentEvents, eventOf),
    deadLetters: () =>
      read(TOPICS.deadLetters, (record) => {
        const letter = fromDeadLetterRecord(record);
        if (!letter.ok) throw new Error(letter.problem.sentence);
        return letter.value;
      }),
    seen,
    command: (test) => first(seen.commands, test, 'command'),
    event: (test) => first(seen.events, test, 'event'),
    async until(expectation) {
      const end = Date.now() + WAIT_MS;
      for (;;) {
        try {
          return await expectation();
        } catch (error) {
          if (Date.now() > end) throw error;
        }
        await sleep(5);
      }
    },
    async close() {
      await watcher.stop();
      await producer.close();
    },
  };
}
