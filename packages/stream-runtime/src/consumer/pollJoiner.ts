import type { EachBatchPayload } from 'kafkajs';

/** What a consumer is handed for one poll: all partitions together, each with the calls that kafkajs wants. */
export type JoinedPoll = readonly EachBatchPayload[];

/**
 * kafkajs calls `eachBatch` once per partition, all calls of a poll in the same turn of the event loop (with
 * `partitionsConsumedConcurrently` at least the number of partitions). This gathers them, so that a poll costs one send.
 */
export function joinPolls(
  handle: (poll: JoinedPoll) => Promise<void>,
): (payload: EachBatchPayload) => Promise<void> {
  let gathering: EachBatchPayload[] = [];
  let outcome: Promise<void> | null = null;
  // Polls are handled one after the other, also where kafkajs fetches from several brokers at once.
  let previous: Promise<void> = Promise.resolve();
  return (payload) => {
    gathering.push(payload);
    if (outcome === null) {
      const turn = new Promise<void>((resolve) => setImmediate(resolve));
      const before = previous;
      outcome = turn.then(async () => {
        const poll = gathering;
        gathering = [];
        outcome = null;
        await before;
        await handle(poll);
      });
      previous = outcome.catch(() => undefined);
    }
    return outcome;
  };
}
