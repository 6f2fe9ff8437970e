import {
  type AccountBody,
  ByteReader,
  ENTRY_TYPES,
  entryTypeName,
  FrameCursor,
  type FrameFormatError,
  formatCoordinates,
  HISTORY_DEBTOR,
  type Lane,
  type ListingBody,
  type RulesActivateBody,
  type RulesPrepareBody,
  readDebtorAssessment,
  readJson,
  readTransferBody,
  SOURCE_TOPIC_CODES,
  STATUS_LEDGER_ONLY,
} from '@sluice/log-format';
import type { Outputs } from './outputs';
import { initialState, type PartitionState } from './partitionState';
import { creditStep } from './steps/creditStep';
import { debitStep } from './steps/debitStep';
import { creditorStatusStep, debtorStatusStep } from './steps/statusStep';
import { OUTPUTS_PER_ENTRY, type Step } from './steps/step';
import {
  accountStep,
  historyStep,
  listingStep,
  rulesActivateStep,
  rulesPrepareStep,
} from './steps/tableSteps';

export type { FrameFormatError };

/** An entry that the fold cannot apply: a bug or a newer writer. The partition stops with these coordinates. */
export class FoldError extends Error {
  override readonly name = 'FoldError';
}

export interface PartitionFold {
  readonly state: PartitionState;
  /** Applies one record of `legs`. Pure: the same frames at the same offsets give the same state and outputs. */
  applyFrame(frame: Buffer, offset: number, appendTime: number, out: Outputs): void;
}

const LEGS = SOURCE_TOPIC_CODES.legs;

export interface FoldOptions {
  readonly partition: number;
  readonly partitionCount: number;
  /** Configured incarnation of `legs`. */
  readonly incarnation: number;
}

/** The fold of one partition of `legs`: `(state, entry) → outputs`, with no clock, no randomness and no I/O. */
export function createPartitionFold(options: FoldOptions): PartitionFold {
  const state = initialState(options.partition, options.partitionCount, options.incarnation);
  const lane: Lane = { source: LEGS ?? 0, incarnation: options.incarnation, partition: options.partition };
  const cursor = new FrameCursor();
  const reader = new ByteReader();

  return {
    state,
    applyFrame(frame, offset, appendTime, out) {
      cursor.reset(frame);
      while (cursor.next()) {
        state.counts.entries += 1;
        if (!state.marks.admit(cursor.lane, cursor.offset, cursor.index)) {
          state.counts.repeated += 1;
          continue;
        }
        const step: Step = {
          state,
          out,
          lane,
          offset,
          index: cursor.ordinal * OUTPUTS_PER_ENTRY,
          appendTime,
        };
        try {
          applyEntry(step, cursor, reader);
        } catch (error) {
          const at = formatCoordinates({ ...cursor.lane, offset: cursor.offset, index: cursor.index });
          const type = entryTypeName(cursor.type) ?? `type ${cursor.type}`;
          throw new FoldError(
            `legs/${options.partition}@${offset}: ${type} entry from ${at}: ${error instanceof Error ? error.message : String(error)}`,
            { cause: error },
          );
        }
      }
    },
  };
}

function applyEntry(step: Step, cursor: FrameCursor, reader: ByteReader): void {
  const body = cursor.body(reader);
  switch (cursor.type) {
    case ENTRY_TYPES.DEBIT:
      debitStep(step, readTransferBody(body));
      break;
    case ENTRY_TYPES.CREDIT: {
      const assessment = readDebtorAssessment(body);
      creditStep(step, readTransferBody(body), assessment);
      break;
    }
    case ENTRY_TYPES.STATUS: {
      // A transfer that intake does not know is for the ledger alone.
      if (body.u8() === STATUS_LEDGER_ONLY) break;
      const transfer = readTransferBody(body);
      if (cursor.lane.source === LEGS) creditorStatusStep(step, transfer);
      else debtorStatusStep(step, transfer);
      break;
    }
    case ENTRY_TYPES.HISTORY: {
      const side = body.u8() === HISTORY_DEBTOR ? 'DEBTOR' : 'CREDITOR';
      historyStep(step, readTransferBody(body), side);
      break;
    }
    case ENTRY_TYPES.ACCOUNT:
      accountStep(step, readJson<AccountBody>(body));
      break;
    case ENTRY_TYPES.LISTING:
      listingStep(step, readJson<ListingBody>(body));
      break;
    case ENTRY_TYPES.RULES_PREPARE:
      rulesPrepareStep(step, readJson<RulesPrepareBody>(body));
      break;
    case ENTRY_TYPES.RULES_ACTIVATE:
      rulesActivateStep(step, readJson<RulesActivateBody>(body));
      break;
    default:
      throw new RangeError('this build does not know how to apply it; upgrade before reading on');
  }
}
