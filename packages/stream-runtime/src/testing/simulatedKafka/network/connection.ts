import type { SimulatedFaults } from '../simulatedFaults';
import type { SimulatedHost, SimulatedTime } from '../simulatedTime';
import { WireReader } from '../wire/wireReader';
import { ClientSocket } from './clientSocket';

/** One request at the broker. `respond` takes the body of the answer; null means that none is ever sent. */
export interface IncomingRequest {
  readonly apiKey: number;
  readonly body: WireReader;
  readonly host: string;
  respond(answer: Buffer | null): void;
}

export interface ConnectionParts {
  readonly time: SimulatedTime;
  readonly faults: SimulatedFaults;
  readonly host: SimulatedHost;
  readonly nameOf: (apiKey: number) => string;
  readonly handle: (request: IncomingRequest) => void;
}

/**
 * One connection of a process to the broker: bytes in order, one request handled at a time, as Kafka does. Breaks as the
 * faults say; what is still on the wire when the process dies arrives.
 */
export function openConnection(parts: ConnectionParts, onConnect: () => void): ClientSocket {
  const { time, faults, host } = parts;
  let open = true;
  let unread: Buffer = Buffer.alloc(0);
  let lastArrival = 0;
  let lastDelivery = 0;
  const waiting: Buffer[] = [];
  let busy = false;

  /** Delay that keeps what was sent before in front. */
  const inOrder = (last: number): { readonly delay: number; readonly at: number } => {
    const at = Math.max(last, time.now() + faults.latencyMs());
    return { delay: at - time.now(), at };
  };
  const toClient = (run: () => void): void => {
    const { delay, at } = inOrder(lastDelivery);
    lastDelivery = at;
    host.receive(delay, run);
  };
  const breakDown = (): void => {
    if (!open) return;
    open = false;
    toClient(() => socket.emit('end'));
  };

  const handle = (frame: Buffer, answered: (answer: Buffer | null) => void): void => {
    const body = new WireReader(frame);
    const apiKey = body.int16();
    body.int16();
    const correlationId = body.int32();
    body.nullableString();
    parts.handle({
      apiKey,
      body,
      host: host.name,
      respond(answer) {
        if (answer === null) {
          answered(null);
          return;
        }
        const head = Buffer.allocUnsafe(8);
        head.writeInt32BE(answer.length + 4, 0);
        head.writeInt32BE(correlationId, 4);
        answered(Buffer.concat([head, answer]));
      },
    });
  };

  const next = (): void => {
    if (busy) return;
    const frame = waiting.shift();
    if (frame === undefined) return;
    busy = true;
    const api = parts.nameOf(frame.readInt16BE(0));
    const fault = faults.away() ? 'LOST_REQUEST' : faults.request(api, host.name);
    if (fault === 'LOST_REQUEST') {
      waiting.length = 0;
      breakDown();
      return;
    }
    if (fault === 'LATE_REQUEST') {
      waiting.length = 0;
      breakDown();
      time.after(faults.lateByMs(), () => handle(frame, () => undefined));
      return;
    }
    handle(frame, (answer) => {
      busy = false;
      if (fault === 'LOST_ANSWER' || faults.away()) {
        waiting.length = 0;
        breakDown();
        return;
      }
      if (answer !== null && open) toClient(() => void socket.emit('data', answer));
      next();
    });
  };

  const socket = new ClientSocket(
    (bytes) => {
      unread = unread.length === 0 ? bytes : Buffer.concat([unread, bytes]);
      while (unread.length >= 4 && unread.length >= 4 + unread.readInt32BE(0)) {
        const length = unread.readInt32BE(0);
        const frame = unread.subarray(4, 4 + length);
        unread = unread.subarray(4 + length);
        const { delay, at } = inOrder(lastArrival);
        lastArrival = at;
        time.after(delay, () => {
          if (!open) return;
          waiting.push(frame);
          next();
        });
      }
    },
    () => {
      // What was written before is still on the wire and arrives; then the broker closes its side, too.
      const { delay } = inOrder(lastArrival);
      time.after(delay + 1, breakDown);
    },
  );
  // In order with what else the client is told: it hears of the connection before it hears of its end.
  toClient(() => {
    if (!faults.away()) {
      onConnect();
      return;
    }
    open = false;
    socket.emit('error', Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }));
  });
  return socket;
}
