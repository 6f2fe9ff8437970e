import type { Imageable } from '@sluice/log-format';
import type { PartitionState } from '../partitionState';
import { joinedImage, wholePiece } from './joinedImage';

/** What an image holds of a partition besides its accounts, listings, rules and held transfers. */
interface Clockwork {
  readonly streamTime: number;
  readonly holdLimit: { readonly minute: number; readonly holds: number };
  readonly activeRules: string | null;
  readonly marks: ReturnType<PartitionState['marks']['entries']>;
}

/**
 * The whole state of one partition as pieces: per account, listed value, rules version and held transfer, and one for
 * marks and clock. Counts for metrics are not part of the state.
 */
export function partitionImage(state: PartitionState): Imageable {
  const { accounts, listings, rules, held, marks, holdLimit, streamTime } = state;
  const clockwork = wholePiece(
    'clockwork',
    () => Buffer.from(clockworkOf(state), 'utf8'),
    (bytes) => {
      const read = JSON.parse(Buffer.from(bytes).toString('utf8')) as Clockwork; // written above
      streamTime.restore(read.streamTime);
      holdLimit.restore(read.holdLimit);
      marks.restore(read.marks);
      rules.restoreActive(read.activeRules);
    },
  );
  const stored: Imageable = {
    beginImage: (generation) => accounts.beginImage(generation),
    takeImage: (max, piece) => accounts.takeImage(max, piece),
    completeImage: () => accounts.completeImage(),
    abandonImage: () => accounts.abandonImage(),
    loadPiece(accountId, value) {
      if (value === null) accounts.drop(accountId);
      else accounts.decodeSlot(value);
    },
    markRestored: (generation) => accounts.markRestored(generation),
    pieceCount: () => accounts.accountCount,
  };
  const whole = joinedImage(
    new Map<string, Imageable>([
      ['account', stored],
      ['listing', listings.image],
      ['rules', rules.image],
      ['held', held],
      ['partition', clockwork],
    ]),
  );
  return {
    ...whole,
    markRestored(generation) {
      accounts.evict(streamTime.now, { maxSlots: 0 });
      rules.finishRestore();
      whole.markRestored(generation);
    },
  };
}

/** A digest of the whole state, the same wherever and however often the same log is folded. */
export function stateDigest(state: PartitionState): string {
  const { accounts, listings, rules, held } = state;
  return JSON.stringify([
    accounts.digest(),
    listings.image.entries(),
    rules.image.entries().map(([version]) => version),
    held.entries(),
    clockworkOf(state),
  ]);
}

function clockworkOf({ streamTime, holdLimit, rules, marks }: PartitionState): string {
  const clockwork: Clockwork = {
    streamTime: streamTime.now,
    holdLimit: holdLimit.image(),
    activeRules: rules.activeVersion,
    marks: marks.entries(),
  };
  return JSON.stringify(clockwork);
}
