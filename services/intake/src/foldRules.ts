import { parseRulesRecord } from '@sluice/heuristics';
import type { Logger, PolledBatch } from '@sluice/stream-runtime';
import type { Tally } from './counts';
import { refuse } from './foldPoll';
import type { Sink } from './outgoing';
import type { InputPartition } from './partitions';
import type { RecordPlace } from './recordPlace';
import { appendActivate, appendPrepare } from './rulesEntries';

export interface RulesParts {
  readonly partitionCount: number;
  readonly out: Sink;
  readonly tally: Tally;
  readonly log: Logger;
  /** Sends what is in `out`; resolves when it is acknowledged. */
  readonly flush: () => Promise<void>;
}

/** Folds records of `rules`: RULES_PREPARE is acknowledged on every partition before RULES_ACTIVATE is sent to any. */
export function rulesFolder({ partitionCount, out, tally, log, flush }: RulesParts) {
  return async (batch: PolledBatch, input: InputPartition): Promise<void> => {
    for (const record of batch.records) {
      const place: RecordPlace = {
        lane: input.lane,
        offset: Number(record.offset),
        key: null,
        appendedAt: record.timestamp,
      };
      const parsed = parseRulesRecord(record.value?.toString('utf8') ?? '');
      if (!parsed.ok) {
        const sentence = parsed.problem.map((problem) => problem.sentence).join(' ');
        tally.refused('RULES_INVALID');
        refuse(record, { code: 'RULES_INVALID', sentence }, out);
        continue;
      }
      const rules = { version: parsed.value.version, rules: JSON.stringify(parsed.value.rules) };
      appendPrepare(rules, place, partitionCount, out);
      await flush();
      appendActivate(rules, place, partitionCount, out);
      log.info({ version: rules.version }, 'rules prepared on every partition, activating');
    }
  };
}
