import { EventEmitter } from 'node:events';

/** The few calls that kafkajs makes on a socket. */
export class ClientSocket extends EventEmitter {
  constructor(
    private readonly onWrite: (bytes: Buffer) => void,
    private readonly onEnd: () => void,
  ) {
    super();
  }

  write(bytes: Buffer): boolean {
    this.onWrite(bytes);
    return true;
  }

  end(): this {
    this.onEnd();
    return this;
  }

  setKeepAlive(): this {
    return this;
  }

  setTimeout(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  ref(): this {
    return this;
  }
}
