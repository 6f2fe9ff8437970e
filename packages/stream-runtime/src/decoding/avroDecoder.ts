import type { Problem, Result } from '@sluice/domain';
import { type DecodeProblemCode, type RecordCodec, RegistryUnavailable } from '@sluice/event-codec';
import { TransientError } from '../api';

/** How long a record with a schema id that the registry does not know is waited for before it counts as unreadable, ms. */
export const UNKNOWN_SCHEMA_PAUSE_MS = 10_000;

/** Gives what was decoded, or a promise of it where the writer's schema has to be fetched first. */
export type AvroDecoder = <T>(
  bytes: Buffer,
  codec: RecordCodec<T>,
) => Result<T, Problem<DecodeProblemCode>> | Promise<Result<T, Problem<DecodeProblemCode>>>;

/**
 * Decodes records as every service does: at once where the schema is known. A registry that is away, or a schema that may
 * yet be registered, is a TransientError; past the pause an unknown schema is a problem of the record. `clock` is the
 * wall's, epoch ms.
 */
export function avroDecoder(clock: () => number, pauseMs = UNKNOWN_SCHEMA_PAUSE_MS): AvroDecoder {
  const unknownSince = new Map<number, number>();
  const fetchAndDecode = async <T>(bytes: Buffer, codec: RecordCodec<T>, schemaId: number) => {
    const decoded = await codec.decode(bytes).catch((error: unknown) => {
      throw error instanceof RegistryUnavailable ? new TransientError(error.message) : error;
    });
    if (decoded.ok || decoded.problem.code !== 'UNKNOWN_SCHEMA') {
      unknownSince.delete(schemaId);
      return decoded;
    }
    const since = unknownSince.get(schemaId) ?? clock();
    unknownSince.set(schemaId, since);
    if (clock() - since < pauseMs) throw new TransientError(decoded.problem.sentence);
    return decoded;
  };
  return (bytes, codec) => {
    const quick = codec.decodeSync(bytes);
    return quick.ok === 'NEEDS_SCHEMA' ? fetchAndDecode(bytes, codec, quick.schemaId) : quick;
  };
}
