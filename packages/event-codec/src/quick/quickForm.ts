import type { QuickReader } from '../avro/quickReader';
import type { ByteSink } from '../byteSink';

/** The hand-written way of one record of the hot path, for bytes of our own schema; the general one takes the rest. */
export interface QuickForm<T> {
  /** Reads a plain record, throws NOT_PLAIN at any other. */
  read(reader: QuickReader): T;
  /** Writes just what the general writer writes, throws TypeError where a value breaks its own type. */
  readonly write: ((sink: ByteSink, value: T) => void) | null;
}
