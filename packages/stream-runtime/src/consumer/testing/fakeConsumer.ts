import type { Consumer, EachBatchHandler, EachBatchPayload } from 'kafkajs';
import { sleep } from '../../backoff';

export interface FakeMessage {
  readonly offset: number;
  readonly value: string;
}

type Listener = (event: { payload: Record<string, unknown> }) => void;

const COMMIT_ROUND_MS = 250;

/** Stands in for kafkajs' consumer in unit tests: the test says when a join, a poll, or a fault comes. */
export class FakeConsumer {
  /** The generation that each member joined last, as the wire would tell. */
  static readonly generations = new Map<string, number>();
  static onMade: (fake: FakeConsumer) => void = () => undefined;

  runs = 0;
  private readonly listeners = new Map<string, Listener[]>();
  private readonly paused = new Set<string>();
  private readonly places = new Map<string, number>();
  private readonly commits = new Map<string, number>();
  /** What kafkajs was told is handled; key `topic/partition`. */
  readonly resolved = new Map<string, number>();
  commitCalls = 0;
  private eachBatch: EachBatchHandler | null = null;
  private heartbeatFault: string | null = null;
  private commitFault: string | null = null;
  private readonly ends: (() => Promise<void>)[] = [];

  constructor() {
    FakeConsumer.onMade(this);
  }

  asKafkajs(): Consumer {
    const own = {
      events: { GROUP_JOIN: 'join', HEARTBEAT: 'beat', REBALANCING: 'rebalancing', CRASH: 'crash' },
      on: (name: string, listener: Listener) =>
        void this.listeners.set(name, [...(this.listeners.get(name) ?? []), listener]),
      connect: async () => undefined,
      subscribe: async () => undefined,
      run: async ({ eachBatch }: { eachBatch: EachBatchHandler }) => {
        this.runs += 1;
        this.eachBatch = eachBatch;
      },
      stop: async () => undefined,
      disconnect: async () => undefined,
      seek: ({ topic, partition, offset }: { topic: string; partition: number; offset: string }) => {
        this.requireRunning();
        this.places.set(`${topic}/${partition}`, Number(offset));
      },
      pause: (some: readonly { topic: string; partitions: number[] }[]) => {
        this.requireRunning();
        for (const { topic, partitions } of some)
          for (const one of partitions) this.paused.add(`${topic}/${one}`);
      },
      resume: (some: readonly { topic: string; partitions: number[] }[]) => {
        this.requireRunning();
        for (const { topic, partitions } of some)
          for (const one of partitions) this.paused.delete(`${topic}/${one}`);
      },
    };
    return own as unknown as Consumer; // the calls that startConsumer makes
  }

  join(memberId: string, generation: number, memberAssignment: Record<string, number[]>): void {
    FakeConsumer.generations.set(memberId, generation);
    this.emit('join', { memberId, memberAssignment });
  }

  crash(): void {
    this.eachBatch = null;
    this.emit('crash', { restart: false });
  }

  beat(): void {
    this.emit('beat', {});
  }

  failHeartbeats(type: string | null): void {
    this.heartbeatFault = type;
  }

  failCommits(type: string | null): void {
    this.commitFault = type;
  }

  /** One fetch: `eachBatch` for each partition in the same turn, as kafkajs' workers call it. */
  async poll(brought: readonly (readonly [string, number, readonly FakeMessage[]])[]): Promise<void> {
    const calls = brought.map(([topic, partition, messages]) =>
      this.eachBatch!(this.payload(topic, partition, messages)),
    );
    await Promise.all(calls);
  }

  isPaused(topic: string, partition: number): boolean {
    return this.paused.has(`${topic}/${partition}`);
  }

  position(topic: string, partition: number): number | undefined {
    return this.places.get(`${topic}/${partition}`);
  }

  committed(key: string): number | undefined {
    return this.commits.get(key);
  }

  async until(isSo: () => boolean, withinMs = 2_000): Promise<void> {
    const deadline = performance.now() + withinMs;
    while (!isSo()) {
      if (performance.now() > deadline) throw new Error('it never came to that');
      await sleep(5);
    }
  }

  async untilResumed(topic: string, ...partitions: number[]): Promise<void> {
    await this.until(() => partitions.every((partition) => !this.isPaused(topic, partition)));
  }

  async untilCommitted(expected: Readonly<Record<string, number>>): Promise<void> {
    await this.until(() =>
      Object.entries(expected).every(([key, offset]) => this.commits.get(key) === offset),
    );
  }

  /** Waits until a commit would have been sent. */
  commitRound(): Promise<void> {
    return sleep(COMMIT_ROUND_MS);
  }

  turn(): Promise<void> {
    return sleep(5);
  }

  onEnd(end: () => Promise<void>): void {
    this.ends.push(end);
  }

  async end(): Promise<void> {
    this.heartbeatFault = null;
    for (const end of this.ends.splice(0)) await end();
  }

  private payload(topic: string, partition: number, messages: readonly FakeMessage[]): EachBatchPayload {
    const fetchedOffset = String(messages[0]?.offset ?? 0);
    const last = messages.at(-1)?.offset ?? 0;
    const own = {
      batch: {
        topic,
        partition,
        fetchedOffset,
        highWatermark: String(last + 1),
        messages: messages.map(({ offset, value }) => ({
          offset: String(offset),
          timestamp: '0',
          key: null,
          value: Buffer.from(value),
          headers: {},
        })),
        lastOffset: () => String(last),
      },
      isStale: () => false,
      resolveOffset: (offset: string) => void this.resolved.set(`${topic}/${partition}`, Number(offset)),
      heartbeat: async () => {
        if (this.heartbeatFault !== null) throw protocolError(this.heartbeatFault);
      },
      commitOffsetsIfNecessary: async ({
        topics,
      }: {
        topics: { topic: string; partitions: { partition: number; offset: string }[] }[];
      }) => {
        this.commitCalls += 1;
        if (this.commitFault !== null) throw protocolError(this.commitFault);
        for (const one of topics)
          for (const { partition: at, offset } of one.partitions)
            this.commits.set(`${one.topic}/${at}`, Number(offset));
      },
    };
    return own as unknown as EachBatchPayload; // the calls that startConsumer makes
  }

  private emit(name: string, payload: Record<string, unknown>): void {
    for (const listener of this.listeners.get(name) ?? []) listener({ payload });
  }

  private requireRunning(): void {
    if (this.eachBatch === null)
      throw new Error('Consumer group was not initialized, consumer#run must be called first');
  }
}

function protocolError(type: string): Error {
  return Object.assign(new Error(type), { type });
}
