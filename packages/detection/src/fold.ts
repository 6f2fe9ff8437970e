import {
  type AccountBody,
  ByteReader,
  ENTRY_TYPES,
  entryTypeName,
  FrameCursor,
  FrameFormatError,
  formatCoordinates,
  HISTORY_DEBTOR,
  type ListingBody,
  type ParkBody,
  type RulesActivateBody,
  type RulesPrepareBody,
  readHolders,
  readJson,
  SOURCE_TOPIC_CODES,
  STATUS_LEDGER_ONLY,
} from '@sluice/log-format';
import { AccountsAhead } from './accountsAhead';
import { muted, type Outputs } from './outputs';
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

/** An entry that the fold cannot apply: a bug or a newer writer. The partition stops with these coordinates. */
export class FoldError extends Error {
  override readonly name = 'FoldError';
}

export interface PartitionFold {
  readonly state: PartitionState;
  /** Applies one record of `legs`. Pure: the same frames at the same offsets give the same state and outputs. */
  applyFrame(frame: Buffer, offset: number, appendTime: number, out: Outputs): void;
}

const LEGS = SOURCE_TOPIC_CODES.legs ?? 0;
/** Entries whose accounts are brought near together, shortly before they are applied. */
const WARM_AT_ONCE = 32;
/** Slots looked at per frame for accounts that stream time has left behind: a million within 60,000 frames. */
const EVICT_SLOTS_PER_FRAME = 16;

export interface FoldOptions {
  readonly partition: number;
  readonly partitionCount: number;
  /** Configured incarnation of `legs`. */
  readonly incarnation: number;
  /** What operators ordered to step over, found ahead in the log. */
  readonly parked?: readonly ParkBody[];
}

/** The fold of one partition of `legs`: `(state, entry) → outputs`, with no clock, no randomness and no I/O. */
export function createPartitionFold(options: FoldOptions): PartitionFold {
  const { partition } = options;
  const state = initialState(partition, options.partitionCount, options.incarnation);
  const lane = { source: LEGS, incarnation: options.incarnation, partition };
  const cursor = new FrameCursor();
  const ahead = new AccountsAhead();
  const reader = new ByteReader();
  const step: Step = { state, out: muted, lane, offset: 0, index: 0, appendTime: 0 };
  const parked = parkedPlaces(options.parked ?? []);

  const applyEntries = (frame: Buffer, skipped: ReadonlySet<number> | undefined): void => {
    const { counts, marks } = state;
    cursor.reset(frame);
    ahead.reset(frame);
    while (cursor.next()) {
      if (cursor.ordinal % WARM_AT_ONCE === 0) ahead.warm(state.accounts, WARM_AT_ONCE);
      counts.entries += 1;
      if (!marks.admit(cursor.lane, cursor.offset, cursor.index)) {
        counts.repeated += 1;
        continue;
      }
      if (skipped?.has(cursor.ordinal)) {
        counts.parked += 1;
        continue;
      }
      step.index = cursor.ordinal * OUTPUTS_PER_ENTRY;
      applyEntry(step, cursor, cursor.body(reader));
    }
  };

  return {
    state,
    applyFrame(frame, offset, appendTime, out) {
      const skipped = parked.get(offset);
      if (skipped === 'WHOLE') {
        state.counts.parked += 1;
        return;
      }
      step.out = out;
      step.offset = offset;
      step.appendTime = appendTime;
      try {
        applyEntries(frame, skipped);
      } catch (error) {
        throw new FoldError(`legs/${partition}@${offset}: ${whatFailed(error, cursor)}`, { cause: error });
      }
      state.accounts.evict(state.streamTime.now, EVICTION);
    },
  };
}

const EVICTION = { maxSlots: EVICT_SLOTS_PER_FRAME };

/** Ordinals to step over by frame offset. */
function parkedPlaces(orders: readonly ParkBody[]): ReadonlyMap<number, ReadonlySet<number> | 'WHOLE'> {
  const places = new Map<number, Set<number> | 'WHOLE'>();
  for (const { offset, ordinal } of orders) {
    const known = places.get(offset);
    if (ordinal === null) places.set(offset, 'WHOLE');
    else if (known === undefined) places.set(offset, new Set([ordinal]));
    else if (known !== 'WHOLE') known.add(ordinal);
  }
  return places;
}

function whatFailed(error: unknown, cursor: FrameCursor): string {
  const reason = error instanceof Error ? error.message : String(error);
  if (error instanceof FrameFormatError && cursor.ordinal < 0) return `unreadable frame: ${reason}`;
  const at = formatCoordinates({ ...cursor.lane, offset: cursor.offset, index: cursor.index });
  const type = entryTypeName(cursor.type) ?? `type ${cursor.type}`;
  return `entry ${cursor.ordinal}, ${type} from ${at}: ${reason}`;
}

function applyEntry(step: Step, cursor: FrameCursor, body: ByteReader): void {
  const { transfer, findingsDecoder } = step.state.scratch;
  switch (cursor.type) {
    case ENTRY_TYPES.DEBIT:
      debitStep(step, transfer.reset(body));
      break;
    case ENTRY_TYPES.CREDIT: {
      const findings = findingsDecoder.decode(body);
      const holderIds = readHolders(body);
      creditStep(step, transfer.reset(body), findings, holderIds);
      break;
    }
    case ENTRY_TYPES.STATUS:
      // A transfer that intake does not know is for the ledger alone.
      if (body.u8() === STATUS_LEDGER_ONLY) break;
      if (cursor.lane.source === LEGS) creditorStatusStep(step, transfer.reset(body));
      else debtorStatusStep(step, transfer.reset(body));
      break;
    case ENTRY_TYPES.HISTORY:
      if (body.u8() === HISTORY_DEBTOR) historyStep(step, transfer.reset(body), 'DEBTOR');
      else historyStep(step, transfer.reset(body), 'CREDITOR');
      break;
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
    case ENTRY_TYPES.PARK:
      // Found ahead by whoever folds, and given to the fold; where it stands it changes nothing.
      break;
    default:
      throw new RangeError('this build does not know how to apply it; upgrade before reading on');
  }
}
