import type { SerialProducer } from '@sluice/stream-runtime';
import { sleep } from '@sluice/stream-runtime';
import {
  type BareRecord,
  bareRecords,
  openBareProducer,
} from '@sluice/stream-runtime/src/testing/simulatedKafka';
import { type Sabotage, withProducers } from './sabotage';

const RETRY_MS = 50;
/** A poll is handled before what it sent is acknowledged, also where that is a lie. */
const EARLY_MS = 1;

/** Says that all is acknowledged when the send has only begun: offsets are committed before their outputs are safe. */
export const commitBeforeAcknowledgement: Sabotage = {
  name: 'commit before acknowledgement',
  connection: (connection) =>
    withProducers(connection, async (name) => earlyProducer(await connection.producer(name)).producer),
};

/** The runtime's own producer, whose sends seem done before they have begun, `lateMs` later; `sent` tells when they are. */
export function earlyProducer(real: SerialProducer, lateMs = 0) {
  let tail: Promise<void> = Promise.resolve();
  const producer: SerialProducer = {
    async send(given) {
      const records = bareRecords(given);
      tail = tail
        .then(() => (lateMs > 0 ? sleep(lateMs) : undefined))
        .then(() => real.send(records.map(({ topic, record }) => ({ topic, records: [record] }))));
      tail.catch(() => undefined);
      await sleep(EARLY_MS);
    },
    close: () => real.close(),
  };
  return { producer, sent: () => tail };
}

/** Sends the halves of what it is given at once, on one producer; what is rejected goes to a new one, as it should. */
export const twoSendsInFlight: Sabotage = {
  name: 'two sends in flight',
  connection: (connection, { cluster, host }) =>
    withProducers(connection, async (): Promise<SerialProducer> => {
      let current = await openBareProducer(cluster, host);
      const send = async (records: readonly BareRecord[]): Promise<void> => {
        for (;;) {
          const mine = current;
          try {
            await mine.send(records);
            return;
          } catch {
            await sleep(RETRY_MS);
            if (mine === current) current = await opened(() => openBareProducer(cluster, host));
          }
        }
      };
      return {
        async send(given) {
          const halves = halvesOf(bareRecords(given));
          await sleep(EARLY_MS);
          await Promise.all(halves.map(send));
        },
        close: async () => undefined,
      };
    }),
};

/** Goes on with a producer whose send was rejected, and sends what was rejected in other pieces. */
export const rejectedProducerKept: Sabotage = {
  name: 'a rejected producer kept',
  connection: (connection, { cluster, host }) =>
    withProducers(connection, async (): Promise<SerialProducer> => {
      const producer = await openBareProducer(cluster, host);
      const send = async (records: readonly BareRecord[]): Promise<void> => {
        try {
          await producer.send(records);
        } catch {
          await sleep(RETRY_MS);
          for (const half of halvesOf(records)) await send(half);
        }
      };
      let tail: Promise<void> = Promise.resolve();
      return {
        send(given) {
          const records = bareRecords(given);
          tail = tail.then(() => sleep(EARLY_MS)).then(() => send(records));
          return tail;
        },
        close: () => tail,
      };
    }),
};

/** In order, the first of two records in the first half. */
function halvesOf<T>(items: readonly T[]): T[][] {
  const middle = Math.ceil(items.length / 2);
  return [items.slice(0, middle), items.slice(middle)].filter(({ length }) => length > 0);
}

async function opened<T>(open: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await open();
    } catch {
      await sleep(RETRY_MS);
    }
  }
}
