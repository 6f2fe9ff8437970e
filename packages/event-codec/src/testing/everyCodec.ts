import type * as fc from 'fast-check';
import type { EventCodec } from '../eventCodec';
import type { RecordCodec } from '../records/recordCodec';
import { type Optional, recordArbitraries } from './recordArbitraries';

/** One topic's codec with values for it, their type forgotten, so that a test can say something of all of them. */
export interface AnyCodec {
  readonly name: keyof EventCodec;
  readonly codec: RecordCodec<unknown>;
  readonly values: fc.Arbitrary<unknown>;
}

export function everyCodec(codec: EventCodec, optional: Optional): readonly AnyCodec[] {
  const values = recordArbitraries(optional);
  const pair = <T>(name: keyof EventCodec, one: RecordCodec<T>, arbitrary: fc.Arbitrary<T>): AnyCodec => ({
    name,
    // Values of `arbitrary` are the only ones that these tests encode.
    codec: one as RecordCodec<unknown>,
    values: arbitrary,
  });
  return [
    pair('transfers', codec.transfers, values.transfers),
    pair('transferHistory', codec.transferHistory, values.transferHistory),
    pair('accounts', codec.accounts, values.accounts),
    pair('watchlist', codec.watchlist, values.watchlist),
    pair('decisions', codec.decisions, values.decisions),
    pair('victimWarnings', codec.victimWarnings, values.victimWarnings),
    pair('stopPayments', codec.stopPayments, values.stopPayments),
    pair('stopPaymentStatus', codec.stopPaymentStatus, values.stopPaymentStatus),
    pair('fraudReports', codec.fraudReports, values.fraudReports),
    pair('transferOutcomes', codec.transferOutcomes, values.transferOutcomes),
  ];
}
