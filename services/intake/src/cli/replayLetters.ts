import type { KafkaConnection, OutgoingRecord, SerialProducer } from '@sluice/stream-runtime';
import type { ListedLetter } from './letters';
import { replayRecord } from './planReplay';

// Well below the 1 MiB that the broker takes of a batch of a bank's topic.
const SEND_BYTES_MAX = 256 * 1024;
/** How long one send may take before the cluster counts as away, ms. */
const SEND_MS_MAX = 30_000;

export interface Replayed {
  readonly sent: number;
  /** False where the cluster went away in between. */
  readonly complete: boolean;
}

/** Sends the letters in their order, a few at a time; gives up where a send is not answered in time. */
export async function replayLetters(
  connection: KafkaConnection,
  letters: readonly ListedLetter[],
  sendMsMax = SEND_MS_MAX,
): Promise<Replayed> {
  const producer = await connection.producer('dead-letters');
  let sent = 0;
  for (const { topic, records } of inSends(letters)) {
    if (!(await answered(producer, topic, records, sendMsMax))) return { sent, complete: false };
    sent += records.length;
  }
  await producer.close();
  return { sent, complete: true };
}

interface OneSend {
  readonly topic: string;
  readonly records: OutgoingRecord[];
}

function inSends(letters: readonly ListedLetter[]): readonly OneSend[] {
  const sends: OneSend[] = [];
  let bytes = 0;
  for (const letter of letters) {
    const size = (letter.key?.length ?? 0) + (letter.value?.length ?? 0);
    const last = sends.at(-1);
    if (last === undefined || last.topic !== letter.sourceTopic || bytes + size > SEND_BYTES_MAX) {
      sends.push({ topic: letter.sourceTopic, records: [replayRecord(letter)] });
      bytes = size;
    } else {
      last.records.push(replayRecord(letter));
      bytes += size;
    }
  }
  return sends;
}

async function answered(
  producer: SerialProducer,
  topic: string,
  records: readonly OutgoingRecord[],
  withinMs: number,
): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), withinMs);
  });
  const acknowledged = producer.send([{ topic, records }]).then((): true => true);
  try {
    return await Promise.race([acknowledged, late]);
  } finally {
    clearTimeout(timer);
  }
}
