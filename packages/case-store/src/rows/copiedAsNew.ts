import type { CaseTransaction } from '../database/connection';
import type { CopyIn } from '../database/copyIn';
import { causes, codeOf } from '../database/errorCauses';
import type { TableCopy } from './tableCopy';

const UNIQUE_VIOLATION = '23505';

/**
 * Copies rows that are almost always new into their table: a third cheaper than an insert that looks for each key first.
 * False where a key was there already, in the table or among the rows: nothing is written then, and the caller inserts
 * them the careful way.
 */
export async function copiedAsNew<Row>(
  tx: CaseTransaction,
  copyIn: CopyIn,
  copy: TableCopy<Row>,
  rows: Iterable<Row>,
): Promise<boolean> {
  try {
    await tx.transaction(() => copyIn(copy.statement, copy.blocks(rows)));
    return true;
  } catch (error) {
    if (causes(error).some((cause) => codeOf(cause) === UNIQUE_VIOLATION)) return false;
    throw error;
  }
}
