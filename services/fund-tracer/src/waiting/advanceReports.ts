import {
  type CaseDatabase,
  type LogPosition,
  moveReport,
  recordedPosition,
  type WaitingReport,
  waitingReports,
} from '@sluice/case-store';
import { TOPICS } from '@sluice/domain';
import type { KafkaConnection } from '@sluice/stream-runtime';
import { hasPassed, positionOf } from './hasPassed';

/** Consumer group of the intake service, whose commits say how far `transfers` is in the log. */
export const INTAKE_GROUP = 'intake';
const REPORTS_PER_ROUND = 200;

/**
 * Moves each waiting report on: a trace must not miss what was published before its report, so the ledger has to pass the
 * log position at the report's time. First intake passes the end of `transfers` as it was when the report was taken, then
 * the recorder passes the end of `legs` as it is once intake has. Each report waits for itself alone. Returns those that
 * may be traced now.
 */
export async function advanceReports(
  connection: KafkaConnection,
  db: CaseDatabase,
): Promise<WaitingReport[]> {
  const waiting = await waitingReports(db, REPORTS_PER_ROUND);
  const ready: WaitingReport[] = [];
  // Asked once a round and only where somebody waits for it; after the reports were read, so never too early.
  const intake = lazily(() => intakePosition(connection));
  const legsEnd = lazily(async () => positionOf(await connection.endOffsets(TOPICS.legs)));
  const legsStart = lazily(() => connection.startOffsets(TOPICS.legs));
  const recorded = lazily(async () => toMap(await recordedPosition(db, TOPICS.legs)));

  for (const report of waiting) {
    let { stage, legsEnd: recorderGoal } = report;
    if (stage === 'WAITING_FOR_INTAKE') {
      const { end, committed, start } = await intake();
      if (report.transfersEnd === null) await moveReport(db, report.reportId, { transfersEnd: end });
      if (!hasPassed(report.transfersEnd ?? end, committed, start)) continue;
      recorderGoal = await legsEnd();
      stage = 'WAITING_FOR_RECORDER';
      await moveReport(db, report.reportId, { stage, legsEnd: recorderGoal });
    }
    if (stage === 'WAITING_FOR_RECORDER') {
      if (!hasPassed(recorderGoal ?? {}, await recorded(), await legsStart())) continue;
      await moveReport(db, report.reportId, { stage: 'READY' });
    }
    ready.push(report);
  }
  return ready;
}

async function intakePosition(connection: KafkaConnection) {
  // The ends first: what intake commits later than that has passed them.
  const end = positionOf(await connection.endOffsets(TOPICS.transfers));
  const start = await connection.startOffsets(TOPICS.transfers);
  const committed = await connection.committedOffsets(INTAKE_GROUP, TOPICS.transfers);
  return { end, start, committed };
}

function toMap(position: LogPosition): ReadonlyMap<number, bigint> {
  return new Map(Object.entries(position).map(([partition, next]) => [Number(partition), BigInt(next)]));
}

function lazily<T>(ask: () => Promise<T>): () => Promise<T> {
  let asked: Promise<T> | undefined;
  return () => {
    asked ??= ask();
    return asked;
  };
}
