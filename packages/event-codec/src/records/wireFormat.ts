/** Confluent wire format: a zero byte, the schema id as a 4-byte big-endian integer, the Avro body. */
export const HEADER_BYTES = 5;
const MAGIC_BYTE = 0;

/** Writes the header for `schemaId` at `offset`; returns where the body begins. */
export function writeHeader(target: Buffer, offset: number, schemaId: number): number {
  target[offset] = MAGIC_BYTE;
  target[offset + 1] = schemaId >>> 24;
  target[offset + 2] = schemaId >>> 16;
  target[offset + 3] = schemaId >>> 8;
  target[offset + 4] = schemaId;
  return offset + HEADER_BYTES;
}

/** The schema id of a record, −1 where it is not in the wire format. Registries count from 1 in 31 bits. */
export function schemaIdOf(bytes: Buffer): number {
  if (bytes.length < HEADER_BYTES || bytes[0] !== MAGIC_BYTE) return -1;
  return (bytes[1]! << 24) | (bytes[2]! << 16) | (bytes[3]! << 8) | bytes[4]!;
}

/** What is wrong with the header of bytes for which `schemaIdOf` is negative. */
export function headerProblem(bytes: Buffer): string {
  if (bytes.length < HEADER_BYTES)
    return `the record has ${bytes.length} bytes, fewer than the 5 of the header; write it with a schema-registry serializer`;
  if (bytes[0] !== MAGIC_BYTE)
    return `the record begins with byte 0x${bytes[0]!.toString(16).padStart(2, '0')}, not with the 0x00 of a schema-registry serializer; write it with one`;
  return 'the schema id in the header is negative; write the record with a schema-registry serializer';
}
