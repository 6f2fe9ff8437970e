import type { Compatibility } from '../topics/topicTable';
import { idUnder, registerUnder, writersSchema } from './clientQuestions';
import { confluentClient } from './confluentClient';
import type { RegistryAddress } from './registryAddress';
import { RegistryContended, RegistryRefused } from './registryErrors';
import { type RegistryAnswer, type RegistryRequest, registryHttp } from './registryHttp';

/** A schema of the registry, as far as the reading of its records needs it. */
export interface RegisteredSchema {
  /** AVRO, JSON or PROTOBUF. */
  readonly schemaType: string;
  readonly schema: string;
  /** How many other schemas it refers to whose types are not written out in it. */
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
  const client = confluentClient(address);
  const greeting = await request('GET', '/config');
  if (greeting.status !== 200)
    throw new RegistryRefused(
      `${address.url} is not the base of a schema registry’s API; for Apicurio it ends in /apis/ccompat/v7`,
      greeting.status,
    );

  const compatibilityOf = async (subject: string): Promise<string | null> => {
    const answer = await request('GET', `/config/${encodeURIComponent(subject)}`);
    const level = answer.body.compatibilityLevel;
    return answer.status === 200 && typeof level === 'string' ? level : null;
  };

  return {
    compatibilityOf,
    setCompatibility: async (subject, compatibility) => {
      const answer = await request('PUT', `/config/${encodeURIComponent(subject)}`, { compatibility });
      if (answer.status === 409) throw new RegistryContended(messageOf(answer));
      if (answer.status !== 200) throw refusedBy(answer, `compatibility ${compatibility} of ${subject}`);
    },
    idOf: (subject, schema) => idUnder(client, subject, schema),
    register: async (subject, schema) =>
      registerUnder(client, subject, schema, await compatibilityOf(subject)),
    schemaById: async (id) => {
      const schema = await writersSchema(client, id);
      return schema === null ? keptUnder(request, id) : { schemaType: 'AVRO', schema, references: 0 };
    },
  };
}

/** What the registry itself keeps under an id: only in its own words is an id unknown, and not the registry away. */
async function keptUnder(request: RegistryRequest, id: number): Promise<RegisteredSchema | null> {
  const answer = await request('GET', `/schemas/ids/${id}`);
  if (answer.status === 404) return null;
  const { schema, schemaType, references } = answer.body;
  if (typeof schema !== 'string') throw refusedBy(answer, `schema ${id}`);
  return {
    schema,
    schemaType: typeof schemaType === 'string' ? schemaType : 'AVRO',
    references: Array.isArray(references) ? references.length : 0,
  };
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
