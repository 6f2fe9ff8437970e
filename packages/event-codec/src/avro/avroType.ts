import { Type, types } from 'avsc';
import { BoundedArray, BoundedMap } from './boundedCollections';
import { OptionalUnion } from './optionalUnion';
import { ExactLong, NearestLong, StrictBoolean, StrictInt, TellingLong } from './strictNumbers';
import { StrictString } from './strictString';

/** An Avro schema as JSON. */
export type AvroSchema = string | readonly AvroSchema[] | { readonly type: unknown };

const strictString = new StrictString();
const strictInt = new StrictInt();
const strictBoolean = new StrictBoolean();
const LONGS = { exact: new ExactLong(), nearest: new NearestLong(), telling: new TellingLong() };

/** How a long beyond ±(2^53 − 1) reads: refused, as the nearest double, or (to tell what was refused) as a bigint. */
export type LongReading = keyof typeof LONGS;

/**
 * Compiles a record schema with our strict primitives in the place of avsc's. Its values are plain objects, `null` or
 * the bare value for an optional field, enums as their symbols, times and money as numbers.
 *
 * Throws Error with avsc's words where the schema is not valid Avro or no record.
 */
export function compileRecord(schema: AvroSchema, longs: LongReading): types.RecordType {
  const primitives: ReadonlyMap<unknown, Type> = new Map<unknown, Type>([
    ['string', strictString],
    ['int', strictInt],
    ['boolean', strictBoolean],
    ['long', LONGS[longs]],
  ]);
  const type = Type.forSchema(mutableCopy(schema), {
    omitRecordMethods: true,
    wrapUnions: 'never',
    typeHook: (part, options) => {
      if (Array.isArray(part))
        return OptionalUnion.takes(part) ? new OptionalUnion(part, options) : undefined;
      const name = typeof part === 'string' ? part : 'type' in part ? part.type : undefined;
      if (name === 'array') return new BoundedArray(part, options);
      if (name === 'map') return new BoundedMap(part, options);
      return primitives.get(name);
    },
  });
  if (!isRecord(type)) throw new Error(`the schema is of ${type.typeName}, not of a record`);
  makeValuesPlain(type, new Set());
  return type;
}

function isRecord(type: Type): type is types.RecordType {
  return Type.isType(type, 'record');
}

// Instances of the constructors that avsc generates become plain objects, like every other value of the domain.
function makeValuesPlain(type: Type, seen: Set<Type>): void {
  if (seen.has(type)) return;
  seen.add(type);
  if (isRecord(type)) {
    type.recordConstructor.prototype = Object.prototype;
    for (const field of type.fields) makeValuesPlain(field.type, seen);
  } else if (type instanceof types.ArrayType) makeValuesPlain(type.itemsType, seen);
  else if (type instanceof types.MapType) makeValuesPlain(type.valuesType, seen);
  else if (type instanceof types.UnwrappedUnionType)
    for (const branch of type.types) makeValuesPlain(branch, seen);
}

// avsc's types ask for a mutable schema, though it changes none.
function mutableCopy(schema: AvroSchema): Parameters<typeof Type.forSchema>[0] {
  return JSON.parse(JSON.stringify(schema));
}
