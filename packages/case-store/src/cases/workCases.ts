import { randomUUID } from 'node:crypto';
import { ok, type Result, refuse } from '@sluice/domain';
import { eq } from 'drizzle-orm';
import type { CaseDatabase, CaseTransaction } from '../database/connection';
import { caseFile } from '../schema';
import { actProblem } from './actProblem';
import { appendCaseEvents } from './appendCaseEvents';

/** Who works on which case, and when (epoch ms). */
export interface CaseAct {
  readonly caseId: string;
  /** The person's reference, up to 64 characters; like all that a person says, kept without blanks around it. */
  readonly by: string;
  readonly now: number;
}

/** Gives an open case to a person; giving it to another later is the same act again. */
export async function assignCase(
  db: CaseDatabase,
  act: CaseAct & { readonly to: string },
): Promise<Result<null>> {
  const problem = actProblem(act);
  if (problem !== null) return { ok: false, problem };
  const to = act.to.trim();
  return onOpenCase(db, act, 'ASSIGNED', null, { to }, { state: 'ASSIGNED', assignedTo: to });
}

/** Writes a note of up to 2000 characters into a case, also after it was closed. */
export async function noteOnCase(
  db: CaseDatabase,
  act: CaseAct & { readonly note: string },
): Promise<Result<null>> {
  const problem = actProblem(act);
  if (problem !== null) return { ok: false, problem };
  return db.transaction(async (tx) => {
    const state = await lockCase(tx, act.caseId);
    if (state === null) return unknownCase(act.caseId);
    await append(tx, act, 'NOTE', act.note.trim(), null);
    return ok(null);
  });
}

/** Closes a case with a reason of up to 2000 characters; the account's next alert opens a new one. */
export async function closeCase(
  db: CaseDatabase,
  act: CaseAct & { readonly reason: string },
): Promise<Result<null>> {
  const problem = actProblem(act);
  if (problem !== null) return { ok: false, problem };
  const reason = act.reason.trim();
  return onOpenCase(db, act, 'CLOSED', reason, null, {
    state: 'CLOSED',
    closedAt: act.now,
    closedBy: act.by.trim(),
    closeReason: reason,
  });
}

function onOpenCase(
  db: CaseDatabase,
  act: CaseAct,
  type: string,
  note: string | null,
  detail: Readonly<Record<string, unknown>> | null,
  change: Partial<typeof caseFile.$inferInsert>,
): Promise<Result<null>> {
  return db.transaction(async (tx) => {
    const state = await lockCase(tx, act.caseId);
    if (state === null) return unknownCase(act.caseId);
    if (state === 'CLOSED') {
      return refuse(
        'CASE_CLOSED',
        `Case ${act.caseId} is closed; a note can be added, and a new alert opens a new case.`,
      );
    }
    await tx.update(caseFile).set(change).where(eq(caseFile.caseId, act.caseId));
    await append(tx, act, type, note, detail);
    return ok(null);
  });
}

async function lockCase(tx: CaseTransaction, caseId: string): Promise<string | null> {
  const [row] = await tx
    .select({ state: caseFile.state })
    .from(caseFile)
    .where(eq(caseFile.caseId, caseId))
    .for('update');
  return row?.state ?? null;
}

function append(
  tx: CaseTransaction,
  act: CaseAct,
  type: string,
  note: string | null,
  detail: Readonly<Record<string, unknown>> | null,
): Promise<number> {
  // People may do the same twice on purpose, so their acts have an id of their own each.
  const by = act.by.trim();
  const event = { caseId: act.caseId, eventId: randomUUID(), type, at: act.now, by, note, detail };
  return appendCaseEvents(tx, [event], act.now);
}

function unknownCase(caseId: string) {
  return refuse(
    'CASE_UNKNOWN',
    `There is no case ${caseId}; \`npm run case -- list\` shows those there are.`,
  );
}
