import type { Problem, Result, StopPaymentStatus } from '@sluice/domain';
import { type EventCodec, RegistryUnavailable } from '@sluice/event-codec';
import { TransientError } from '@sluice/stream-runtime';

/** How long a schema id that the registry does not know holds its records back before they count as unreadable, ms. */
export const UNKNOWN_SCHEMA_PAUSE_MS = 10_000;

export type StatusReader = (bytes: Buffer) => Promise<Result<StopPaymentStatus, Problem>>;

/** Reads the core's answers; a registry that is away, or a schema that may yet be registered, is a TransientError. */
export function statusReader(
  codec: Pick<EventCodec, 'stopPaymentStatus'>,
  wallClock: () => number,
  pauseMs: number,
): StatusReader {
  const unknownSince = new Map<number, number>();
  return async (bytes) => {
    const quick = codec.stopPaymentStatus.decodeSync(bytes);
    if (quick.ok !== 'NEEDS_SCHEMA') return quick;
    const decoded = await codec.stopPaymentStatus.decode(bytes).catch((error: unknown) => {
      throw error instanceof RegistryUnavailable ? new TransientError(error.message) : error;
    });
    if (decoded.ok || decoded.problem.code !== 'UNKNOWN_SCHEMA') return decoded;
    const since = unknownSince.get(quick.schemaId) ?? wallClock();
    unknownSince.set(quick.schemaId, since);
    if (wallClock() - since < pauseMs) throw new TransientError(decoded.problem.sentence);
    return decoded;
  };
}
