import { type AccountFeatures, AccountStore, createAccountFeatures } from '@sluice/account-state';
import {
  type DecisionFacts,
  type LegView,
  type ListingView,
  newLegView,
  newListingView,
} from '@sluice/heuristics';
import { ByteWriter, FindingsDecoder, FindingsEncoder, LaneMarks, TransferView } from '@sluice/log-format';
import { DecisionView } from './decisionView';
import { HeldTransfers } from './heldTransfers';
import { HoldLimit } from './holdLimit';
import { ListingTable } from './listingTable';
import { RulesVersions } from './rulesVersions';
import { type LegScratch, newLegScratch } from './steps/legFacts';
import { StreamTime } from './streamTime';

type Mutable<T> = { -readonly [Name in keyof T]: T[Name] };

/** How many entries of each kind a partition has applied, and what it left out; for metrics. */
export interface FoldCounts {
  entries: number;
  repeated: number;
  /** Entries and frames that an operator ordered to step over. */
  parked: number;
  debits: number;
  repeatedTransfers: number;
  decisions: Record<'ALLOW' | 'REVIEW' | 'WARN' | 'HOLD', number>;
  late: number;
  statuses: number;
  history: number;
}

/** Everything that the fold of one partition knows; nothing is shared between partitions. */
export interface PartitionState {
  readonly partition: number;
  readonly partitionCount: number;
  /** Configured incarnation of `legs`. */
  readonly incarnation: number;
  readonly accounts: AccountStore;
  readonly marks: LaneMarks;
  readonly streamTime: StreamTime;
  readonly listings: ListingTable;
  readonly rules: RulesVersions;
  readonly held: HeldTransfers;
  readonly holdLimit: HoldLimit;
  readonly counts: FoldCounts;
  /** Filled again for every leg, so that scoring allocates nothing. */
  readonly scratch: {
    readonly features: AccountFeatures;
    /** Of a side without an account of its own: cash. */
    readonly nobody: AccountFeatures;
    readonly leg: LegView;
    readonly listings: ListingView;
    readonly facts: LegScratch;
    /** What the outcome depends on besides the two assessments. */
    readonly circumstances: Mutable<DecisionFacts>;
    readonly transfer: TransferView;
    readonly decision: DecisionView;
    readonly body: ByteWriter;
    readonly findingsEncoder: FindingsEncoder;
    readonly findingsDecoder: FindingsDecoder;
  };
}

export function initialState(partition: number, partitionCount: number, incarnation: number): PartitionState {
  const transfer = new TransferView();
  return {
    partition,
    partitionCount,
    incarnation,
    accounts: new AccountStore(),
    marks: new LaneMarks(),
    streamTime: new StreamTime(),
    listings: new ListingTable(),
    rules: new RulesVersions(),
    held: new HeldTransfers(),
    holdLimit: new HoldLimit(),
    counts: {
      entries: 0,
      repeated: 0,
      parked: 0,
      debits: 0,
      repeatedTransfers: 0,
      decisions: { ALLOW: 0, REVIEW: 0, WARN: 0, HOLD: 0 },
      late: 0,
      statuses: 0,
      history: 0,
    },
    scratch: {
      features: createAccountFeatures(),
      nobody: createAccountFeatures(),
      leg: newLegView(),
      listings: newListingView(),
      facts: newLegScratch(),
      circumstances: { holdLimitReached: false, creditorAccountKind: null, creditorProtection: null },
      transfer,
      decision: new DecisionView(transfer),
      body: new ByteWriter(1024),
      findingsEncoder: new FindingsEncoder(),
      findingsDecoder: new FindingsDecoder(),
    },
  };
}
