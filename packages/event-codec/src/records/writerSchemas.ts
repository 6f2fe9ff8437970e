import { ok, type Problem, type Result, refuse } from '@sluice/domain';
import type { AvroSchema } from '../avro/avroType';
import type { RegisteredSchema } from '../registry/schemaRegistry';

/** How long the registry's "I do not know this id" is believed, so that a flood of such records is no flood of requests. */
const UNKNOWN_BELIEVED_MS = 1_000;
/** How many unknown ids are remembered at once. */
const UNKNOWN_COUNT_MAX = 1_000;

/** A writer's schema, or in a sentence why it is of no use to us. */
export type WriterSchema = { readonly schema: AvroSchema } | { readonly unusable: string };

/** The writers' schemas by id, fetched once and shared by all codecs; a registered id never changes its schema. */
export interface WriterSchemas {
  /** Null where it has not been loaded. */
  get(id: number): WriterSchema | null;
  add(id: number, schema: AvroSchema): void;
  /**
   * Fetches a schema. UNKNOWN_SCHEMA where the registry does not know the id (asked again at most once a second).
   * Throws RegistryUnavailable where the registry cannot be asked now.
   */
  load(id: number): Promise<Result<null, Problem<'UNKNOWN_SCHEMA'>>>;
}

/** `fetchSchema` gives null for an id that the registry does not know. `clock` is monotonic, in ms. */
export function writerSchemas(
  fetchSchema: (id: number) => Promise<RegisteredSchema | null>,
  clock: () => number,
): WriterSchemas {
  const known = new Map<number, WriterSchema>();
  const unknownSince = new Map<number, number>();
  const underWay = new Map<number, Promise<Result<null, Problem<'UNKNOWN_SCHEMA'>>>>();

  const fetchOnce = async (id: number): Promise<Result<null, Problem<'UNKNOWN_SCHEMA'>>> => {
    const registered = await fetchSchema(id);
    if (registered === null) {
      if (unknownSince.size >= UNKNOWN_COUNT_MAX) unknownSince.clear();
      unknownSince.set(id, clock());
      return unknown(id);
    }
    unknownSince.delete(id);
    known.set(id, parse(id, registered));
    return ok(null);
  };

  return {
    get: (id) => known.get(id) ?? null,
    add: (id, schema) => {
      known.set(id, { schema });
    },
    load: async (id) => {
      if (known.has(id)) return ok(null);
      const since = unknownSince.get(id);
      if (since !== undefined && clock() - since < UNKNOWN_BELIEVED_MS) return unknown(id);
      const pending = underWay.get(id);
      if (pending !== undefined) return pending;
      const request = fetchOnce(id).finally(() => underWay.delete(id));
      underWay.set(id, request);
      return request;
    },
  };
}

function unknown(id: number) {
  return refuse(
    'UNKNOWN_SCHEMA',
    `schema id ${id} is not in the schema registry; register the writer's schema there, then replay the record`,
  );
}

function parse(id: number, registered: RegisteredSchema): WriterSchema {
  if (registered.schemaType !== 'AVRO')
    return { unusable: `schema ${id} is ${registered.schemaType}; only Avro is read` };
  if (registered.references > 0)
    return { unusable: `schema ${id} refers to other schemas; register it with its types written out` };
  try {
    return { schema: JSON.parse(registered.schema) };
  } catch {
    return { unusable: `schema ${id} is not JSON` };
  }
}
