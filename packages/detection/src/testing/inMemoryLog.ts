import {
  type Account,
  type Decision,
  partitionOf,
  type StopPaymentInboxEntry,
  type Transfer,
  type VictimWarning,
  type WatchlistEntry,
  watchlistKey,
} from '@sluice/domain';
import { defaultRules, type Rules } from '@sluice/heuristics';
import {
  type ByteWriter,
  ENTRY_TYPES,
  FrameBuilder,
  HISTORY_CREDITOR,
  HISTORY_DEBTOR,
  SOURCE_TOPIC_CODES,
  writeJson,
  writeTransferBody,
} from '@sluice/log-format';
import { createPartitionFold } from '../fold';
import type { Outputs } from '../outputs';

/** One record of an in-memory `legs`. */
export interface LogRecord {
  readonly partition: number;
  readonly offset: number;
  readonly appendTime: number;
  readonly frame: Buffer;
}

/** What the folds put out, in order. */
export interface Published {
  readonly decisions: Decision[];
  readonly warnings: VictimWarning[];
  readonly inbox: StopPaymentInboxEntry[];
}

const LATENCY_MS = 20;

/**
 * `legs` and the folds of all its partitions without a broker: what is published runs through debit and credit legs until
 * nothing more comes. For tests of the fold and of rules; append times follow the event times.
 */
export function inMemoryLog(options: { partitionCount?: number; rules?: Rules | null } = {}) {
  const partitionCount = options.partitionCount ?? 4;
  const folds = Array.from({ length: partitionCount }, (_, partition) =>
    createPartitionFold({ partition, partitionCount, incarnation: 0 }),
  );
  const log: LogRecord[] = [];
  const nextOffset = new Array<number>(partitionCount).fill(0);
  const published: Published = { decisions: [], warnings: [], inbox: [] };
  const sourceOffsets = new Map<string, number>();
  let now = 0;

  const append = (partition: number, frame: Buffer): void => {
    const offset = nextOffset[partition] ?? 0;
    nextOffset[partition] = offset + 1;
    log.push({ partition, offset, appendTime: now, frame });
  };

  const run = (from: number): void => {
    for (let at = from; at < log.length; at++) {
      const record = log[at];
      if (record === undefined) return;
      const builders = Array.from({ length: partitionCount }, () => new FrameBuilder());
      const out: Outputs = {
        leg: (target, lane, offset, index, type, body) =>
          builders[target]?.appendBody(lane, offset, index, type, body),
        decision: (decision) => void published.decisions.push(decision.plain()),
        warning: (warning) => void published.warnings.push(warning),
        inbox: (_account, entry) => void published.inbox.push(entry),
      };
      folds[record.partition]?.applyFrame(record.frame, record.offset, record.appendTime, out);
      builders.forEach((builder, partition) => {
        for (const frame of builder.take()) append(partition, frame);
      });
    }
  };

  /** Appends one entry from a source topic and runs the folds. */
  const send = (
    topic: 'transfers' | 'transfer-history' | 'accounts' | 'watchlist' | 'rules',
    targets: readonly number[],
    entries: readonly { type: number; index: number; write: (body: ByteWriter) => void }[],
  ): void => {
    const source = SOURCE_TOPIC_CODES[topic] ?? 0;
    const offset = sourceOffsets.get(topic) ?? 0;
    sourceOffsets.set(topic, offset + 1);
    const start = log.length;
    for (const [position, target] of targets.entries()) {
      for (const { type, index, write } of entries.length === targets.length
        ? [entries[position]!]
        : entries) {
        const builder = new FrameBuilder();
        builder.append({ source, incarnation: 0, partition: 0 }, offset, index, type, write);
        for (const frame of builder.take()) append(target, frame);
      }
    }
    run(start);
  };

  const everywhere = Array.from({ length: partitionCount }, (_, partition) => partition);
  const at = (time: number): void => {
    now = Math.max(now, time + LATENCY_MS);
  };

  const harness = {
    log,
    folds,
    published,
    rules(rules: Rules): void {
      for (const [index, type] of [ENTRY_TYPES.RULES_PREPARE, ENTRY_TYPES.RULES_ACTIVATE].entries()) {
        const body =
          type === ENTRY_TYPES.RULES_PREPARE
            ? { version: rules.version, rules: JSON.stringify(rules) }
            : { version: rules.version };
        send('rules', everywhere, [{ type, index, write: (writer) => writeJson(writer, body) }]);
      }
    },
    account(account: Account): void {
      send(
        'accounts',
        [partitionOf(account.accountId, partitionCount)],
        [
          {
            type: ENTRY_TYPES.ACCOUNT,
            index: 0,
            write: (writer) => writeJson(writer, { accountId: account.accountId, account }),
          },
        ],
      );
    },
    listing(entry: WatchlistEntry): void {
      const targets = entry.kind === 'ACCOUNT' ? [partitionOf(entry.value, partitionCount)] : everywhere;
      send('watchlist', targets, [
        {
          type: ENTRY_TYPES.LISTING,
          index: 0,
          write: (writer) => writeJson(writer, { key: watchlistKey(entry), entry }),
        },
      ]);
    },
    history(transfer: Transfer): void {
      at(transfer.statusAt);
      const sides = [
        [transfer.debtorAccount, HISTORY_DEBTOR],
        [transfer.creditorAccount, HISTORY_CREDITOR],
      ] as const;
      send(
        'transfer-history',
        sides.map(([account]) => partitionOf(account, partitionCount)),
        sides.map(([, side], index) => ({
          type: ENTRY_TYPES.HISTORY,
          index,
          write: (writer: ByteWriter) => {
            writer.u8(side);
            writeTransferBody(writer, transfer);
          },
        })),
      );
    },
    /** A transfer's first word: decided. */
    transfer(transfer: Transfer): Decision | undefined {
      at(transfer.statusAt);
      const before = published.decisions.length;
      send(
        'transfers',
        [partitionOf(transfer.debtorAccount, partitionCount)],
        [{ type: ENTRY_TYPES.DEBIT, index: 0, write: (writer) => writeTransferBody(writer, transfer) }],
      );
      return published.decisions[before];
    },
    /** A later status of a transfer. */
    status(transfer: Transfer): void {
      at(transfer.statusAt);
      send(
        'transfers',
        [partitionOf(transfer.debtorAccount, partitionCount)],
        [
          {
            type: ENTRY_TYPES.STATUS,
            index: 0,
            write: (writer) => {
              writer.u8(0);
              writeTransferBody(writer, transfer);
            },
          },
        ],
      );
    },
  };
  if (options.rules !== null) harness.rules(options.rules ?? defaultRules);
  return harness;
}
