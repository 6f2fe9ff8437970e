import {
  COMPATIBILITY,
  type SchemaRegistry as ConfluentClient,
  SchemaType,
} from '@kafkajs/confluent-schema-registry';
import { Type } from 'avsc';
import { failedAnswer, failureOf } from './clientFailure';
import {
  IncompatibleSchema,
  RegistryContended,
  RegistryRefused,
  RegistryUnavailable,
} from './registryErrors';

/** The id of this very schema under the subject, null where it is not registered. */
export async function idUnder(
  client: ConfluentClient,
  subject: string,
  schema: string,
): Promise<number | null> {
  const what = `the id of a schema of ${subject}`;
  try {
    return idIn(await client.getRegistryIdBySchema(subject, { type: SchemaType.AVRO, schema }), what);
  } catch (error) {
    const answer = failedAnswer(error, what);
    if (answer?.status === 404 && answer.inItsOwnWords) return null;
    throw failureOf(error, what);
  }
}

/**
 * Registers the schema and returns its id, the old one where it is registered already. `level` is the compatibility of
 * the subject, null where it has none. Throws IncompatibleSchema.
 */
export async function registerUnder(
  client: ConfluentClient,
  subject: string,
  schema: string,
  level: string | null,
): Promise<number> {
  const what = `a schema of ${subject}`;
  try {
    const registered = await client.register({ type: SchemaType.AVRO, schema }, registration(subject, level));
    return idIn(registered.id, what);
  } catch (error) {
    const failure = failureOf(error, what);
    if (failure instanceof RegistryUnavailable || failure instanceof RegistryContended) throw failure;
    const answer = failedAnswer(error, what);
    if (answer === null || !answer.inItsOwnWords || ![404, 409].includes(answer.status)) throw failure;
    // Two services that register the same new schema at once: the second may be told of a conflict with the first.
    const id = await idUnder(client, subject, schema);
    if (id !== null) return id;
    throw answer.status === 409 ? new IncompatibleSchema(subject, answer.words) : failure;
  }
}

/**
 * The schema of this id as JSON, as far as the reading of its records needs it: the types it refers to written out,
 * names in full; without logical types, enum defaults and attributes of no Avro meaning. Null where the library gives
 * no Avro schema (unknown id, another kind of schema, one that avsc refuses): ask the registry itself.
 */
export async function writersSchema(client: ConfluentClient, id: number): Promise<string | null> {
  try {
    const schema = await client.getSchema(id);
    return Type.isType(schema) ? JSON.stringify(schema) : null;
  } catch (error) {
    const failure = failureOf(error, `schema ${id}`);
    if (failure instanceof RegistryUnavailable) throw failure;
    return null;
  }
}

/** The library holds the level it is given against the subject's own, and sets it where the subject has none. */
function registration(subject: string, level: string | null): { readonly subject: string } {
  const compatibility = Object.values(COMPATIBILITY).find((known) => known === level);
  // Where none is set, `undefined` by name: left out, the library would make it BACKWARD.
  const options = { subject, compatibility };
  return options;
}

function idIn(id: unknown, what: string): number {
  if (typeof id !== 'number')
    throw new RegistryRefused(`the schema registry’s answer for ${what} has no id`, 0);
  return id;
}
