import { TOPICS } from '@sluice/domain';
import { ENTRY_TYPES, FrameBuilder, OPERATOR_SOURCE, type ParkBody, writeJson } from '@sluice/log-format';
import type { KafkaConnection } from '@sluice/stream-runtime';

const SEND_MS_MAX = 30_000;

/**
 * Appends the order to the partition, from the operator's lane at `at`, epoch ms. False where the cluster did not answer
 * in time: the order may stand in the log or not.
 */
export async function parkRecord(
  connection: KafkaConnection,
  partition: number,
  body: ParkBody,
  at: number,
): Promise<boolean> {
  const builder = new FrameBuilder();
  const lane = { source: OPERATOR_SOURCE, incarnation: 0, partition };
  builder.append(lane, at, 0, ENTRY_TYPES.PARK, (writer) => writeJson(writer, body));
  const records = builder.take().map((value) => ({ key: null, value, partition }));
  const producer = await connection.producer('legs');
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), SEND_MS_MAX);
  });
  try {
    const sent = producer.send([{ topic: TOPICS.legs, records }]).then((): true => true);
    if (!(await Promise.race([sent, late]))) return false;
  } finally {
    clearTimeout(timer);
  }
  await producer.close();
  return true;
}
