import { type Type, types } from 'avsc';
import { MalformedAvro, type Tap, truncated } from './tap';

/** What avsc's union needs of a branch. */
interface Branch {
  _read(tap: Tap): unknown;
}

/**
 * avsc's union of null and one type, null first as in all our records, read without the detour of its general form:
 * most optional fields are null.
 */
export class OptionalUnion extends types.UnwrappedUnionType {
  /** Whether this is the schema of such a union. */
  static takes(schema: readonly unknown[]): boolean {
    return schema.length === 2 && schema[0] === 'null';
  }

  _read(this: { readonly types: readonly Type[] }, tap: Tap): unknown {
    const index = tap.buf[tap.pos++];
    if (index === 0) return null;
    if (index === undefined) throw truncated(tap);
    if (index !== 2) throw new MalformedAvro(`no branch of an optional field at byte ${tap.pos - 1}`);
    // Every type of avsc reads itself; its published types leave the method out.
    return (this.types[1] as unknown as Branch)._read(tap);
  }
}
