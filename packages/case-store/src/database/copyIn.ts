import type { ClientBase, Connection, Submittable } from 'pg';

/** Runs a `copy … from stdin` on the connection of a transaction. */
export type CopyIn = (statement: string, blocks: Iterable<Buffer>) => Promise<void>;

/** What pg's connection has for COPY and its published types leave out. */
interface CopyConnection extends Connection {
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
  sendCopyFail(reason: string): void;
}

/**
 * Sends `blocks` as the input of `statement`. They are asked for one by one while the server takes in what was sent, and
 * the bytes of each are copied before the next is asked for. Rejects with the server's error, or with what `blocks` threw;
 * no row is written then.
 */
export function copyIn(client: ClientBase, statement: string, blocks: Iterable<Buffer>): Promise<void> {
  return new Promise((resolve, reject) => {
    client.query(new CopyQuery(statement, blocks, (error) => (error === null ? resolve() : reject(error))));
  });
}

/** A query as pg's client runs it: it calls the methods by name, and wraps `callback` to limit its time. */
class CopyQuery implements Submittable {
  private failure: Error | null = null;

  constructor(
    private readonly statement: string,
    private readonly blocks: Iterable<Buffer>,
    public callback: (error: Error | null) => void,
  ) {}

  submit(connection: Connection): void {
    connection.query(this.statement);
  }

  handleCopyInResponse(connection: CopyConnection): void {
    try {
      for (const block of this.blocks) connection.sendCopyFromChunk(block);
    } catch (error) {
      this.failure = error instanceof Error ? error : new Error(String(error));
      connection.sendCopyFail('the rows could not be written');
      return;
    }
    connection.endCopyFrom();
  }

  handleCommandComplete(): void {}

  handleReadyForQuery(): void {
    this.callback(null);
  }

  handleError(error: Error): void {
    this.callback(this.failure ?? error);
  }
}
