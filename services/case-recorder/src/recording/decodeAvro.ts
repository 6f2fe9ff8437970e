import type { Problem, Result } from '@sluice/domain';
import { type DecodeProblemCode, type RecordCodec, RegistryUnavailable } from '@sluice/event-codec';
import { TransientError } from '@sluice/stream-runtime';

/** How long a schema id that the registry does not know holds its partition before the record counts as unreadable. */
const UNKNOWN_SCHEMA_PAUSE_MS = 10_000;

export type AvroDecoder = <T>(
  bytes: Buffer,
  codec: RecordCodec<T>,
) => Promise<Result<T, Problem<DecodeProblemCode>>>;

/** Decodes one record; a registry that is away, or a schema that may yet come, is a TransientError. */
export function avroDecoder(clock: () => number, pauseMs = UNKNOWN_SCHEMA_PAUSE_MS): AvroDecoder {
  const unknownSince = new Map<string, number>();
  return async <T>(bytes: Buffer, codec: RecordCodec<T>) => {
    const quick = codec.decodeSync(bytes);
    if (quick.ok !== 'NEEDS_SCHEMA') return quick;
    const decoded = await codec.decode(bytes).catch((error: unknown) => {
      throw error instanceof RegistryUnavailable ? new TransientError(error.message) : error;
    });
    if (decoded.ok || decoded.problem.code !== 'UNKNOWN_SCHEMA') return decoded;
    const schema = `${quick.schemaId}`;
    const since = unknownSince.get(schema) ?? clock();
    unknownSince.set(schema, since);
    if (clock() - since < pauseMs) throw new TransientError(decoded.problem.sentence);
    return decoded;
  };
}
