import { partitionOf, TOPICS, type Transfer } from '@sluice/domain';
import {
  ENTRY_TYPES,
  FrameBuilder,
  type Lane,
  SOURCE_TOPIC_CODES,
  writeJson,
  writeTransferBody,
} from '@sluice/log-format';
import type { Population } from '../traffic/population';

/** Frames of `legs` by partition. */
export type Frames = readonly (readonly Buffer[])[];

/** Builds the frames that intake would have written, so that the engine can be fed without Kafka. */
export function debitFrames(partitionCount: number) {
  const builders = Array.from({ length: partitionCount }, () => new FrameBuilder());
  const lanes = new Map<number, Lane & { next: number }>();
  const laneOf = (topic: keyof typeof SOURCE_TOPIC_CODES, partition: number): Lane & { next: number } => {
    const source = SOURCE_TOPIC_CODES[topic];
    if (source === undefined) throw new RangeError(`${topic} is no source of the log`);
    const key = source * 1_000 + partition;
    const lane = lanes.get(key) ?? { source, incarnation: 0, partition, next: 0 };
    lanes.set(key, lane);
    return lane;
  };
  const take = (): Frames => builders.map((builder) => builder.take());

  return {
    /** DEBIT entries of one poll: by partition of `transfers`, as intake folds them. */
    transfers(transfers: readonly Transfer[]): Frames {
      const bySource: Transfer[][] = Array.from({ length: partitionCount }, () => []);
      for (const transfer of transfers)
        bySource[partitionOf(transfer.transferId, partitionCount)]?.push(transfer);
      for (const [partition, list] of bySource.entries()) {
        const lane = laneOf(TOPICS.transfers, partition);
        for (const transfer of list) {
          const target = partitionOf(transfer.debtorAccount, partitionCount);
          builders[target]?.append(lane, lane.next++, 0, ENTRY_TYPES.DEBIT, (body) =>
            writeTransferBody(body, transfer),
          );
        }
      }
      return take();
    },
    /** A rules version, prepared and activated on every partition. */
    rules(version: string, rules: string): Frames {
      const lane = laneOf(TOPICS.rules, 0);
      for (const builder of builders) {
        builder.append(lane, 0, 0, ENTRY_TYPES.RULES_PREPARE, (body) => writeJson(body, { version, rules }));
        builder.append(lane, 0, 1, ENTRY_TYPES.RULES_ACTIVATE, (body) => writeJson(body, { version }));
      }
      lane.next = 1;
      return take();
    },
    /** Master data of all of our accounts. */
    masterData(population: Population, now: number): Frames {
      for (let i = 0; i < population.size; i++) {
        if (!population.isOurs(i)) continue;
        const account = population.masterDataOf(i, now);
        const target = partitionOf(account.accountId, partitionCount);
        const lane = laneOf(TOPICS.accounts, target);
        builders[target]?.append(lane, lane.next++, 0, ENTRY_TYPES.ACCOUNT, (body) =>
          writeJson(body, { accountId: account.accountId, account }),
        );
      }
      return take();
    },
  };
}
