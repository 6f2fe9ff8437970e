import type { Compatibility } from '../topics/topicTable';
import { IncompatibleSchema, RegistryContended, RegistryRefused } from './registryErrors';
import { type RegistryAddress, type RegistryAnswer, registryHttp } from './registryHttp';

/** A schema as the registry keeps it. */
export interface RegisteredSchema {
  /** AVRO, JSON or PROTOBUF. */
  readonly schemaType: string;
  readonly schema: string;
  /** How many other schemas it refers to. */
  readonly references: number;
}

/**
 * What we ask of a Confluent-compatible schema registry. Everything throws RegistryUnavailable where it cannot be asked
 * now, RegistryRefused where it says no, RegistryContended where another service was quicker.
 */
export interface SchemaRegistry {
  /** The compatibility set for this subject itself, null where none is. */
  compatibilityOf(subject: string): Promise<string | null>;
  setCompatibility(subject: string, compatibility: Compatibility): Promise<void>;
  /** The id of this very schema under the subject, null where it is not registered. */
  idOf(subject: string, schema: string): Promise<number | null>;
  /** Registers the schema and returns its id, the old one where it is registered already. Throws IncompatibleSchema. */
  register(subject: string, schema: string): Promise<number>;
  /** Null where the registry does not know the id. */
  schemaById(id: number): Promise<RegisteredSchema | null>;
}

/** Connects to a registry and checks that it is one. */
export async function connectRegistry(address: RegistryAddress): Promise<SchemaRegistry> {
  const request = registryHttp(address);
  const greeting = await request('GET', '/config');
  if (greeting.status !== 200)
    throw new RegistryRefused(
      `${address.url} is not the base of a schema registry’s API; for Apicurio it ends in /apis/ccompat/v7`,
      greeting.status,
    );

  const idOf = async (subject: string, schema: string): Promise<number | null> => {
    const answer = await request('POST', `/subjects/${encodeURIComponent(subject)}`, { schema });
    return answer.status === 404 ? null : idIn(answer);
  };

  return {
    idOf,
    compatibilityOf: async (subject) => {
      const answer = await request('GET', `/config/${encodeURIComponent(subject)}`);
      const level = answer.body.compatibilityLevel;
      return answer.status === 200 && typeof level === 'string' ? level : null;
    },
    setCompatibility: async (subject, compatibility) => {
      const answer = await request('PUT', `/config/${encodeURIComponent(subject)}`, { compatibility });
      if (answer.status === 409) throw new RegistryContended(messageOf(answer));
      if (answer.status !== 200) throw refusedBy(answer, `compatibility ${compatibility} of ${subject}`);
    },
    register: async (subject, schema) => {
      const answer = await request('POST', `/subjects/${encodeURIComponent(subject)}/versions`, { schema });
      if (answer.status === 200) return idIn(answer);
      // Two services that register the same new schema at once: the second may be told of a conflict with the first.
      const id = await idOf(subject, schema);
      if (id !== null) return id;
      throw answer.status === 409
        ? new IncompatibleSchema(subject, messageOf(answer))
        : refusedBy(answer, `a schema of ${subject}`);
    },
    schemaById: async (id) => {
      const answer = await request('GET', `/schemas/ids/${id}`);
      if (answer.status === 404) return null;
      const { schema, schemaType, references } = answer.body;
      if (typeof schema !== 'string') throw refusedBy(answer, `schema ${id}`);
      return {
        schema,
        schemaType: typeof schemaType === 'string' ? schemaType : 'AVRO',
        references: Array.isArray(references) ? references.length : 0,
      };
    },
  };
}

function idIn(answer: RegistryAnswer): number {
  const id = answer.body.id;
  if (typeof id !== 'number') throw refusedBy(answer, 'an answer without an id');
  return id;
}

function messageOf(answer: RegistryAnswer): string {
  const message = answer.body.message;
  return typeof message === 'string' ? message : JSON.stringify(answer.body);
}

function refusedBy(answer: RegistryAnswer, what: string): RegistryRefused {
  return new RegistryRefused(
    `the schema registry answers ${answer.status} for ${what}: ${messageOf(answer)}`,
    answer.status,
  );
}
