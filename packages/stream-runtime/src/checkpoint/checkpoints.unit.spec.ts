import type { Generation, Imageable } from '@sluice/log-format';
import type { KafkaConnection } from '../api';
import { silentLogger } from '../logger';
import { type MemoryKafka, memoryKafka } from '../testing/memoryKafka';
import { type Checkpoints, openCheckpoints, type Restored } from './checkpoints';
import { CHECKPOINT_FORMAT, encodeManifest, parseManifest } from './manifest';
import { CorruptCheckpointError, decodePiece, encodePiece } from './pieceCodec';

const PIECES = 'pieces';
const MANIFESTS = 'manifests';
const cluster = () => memoryKafka({ [PIECES]: 2, [MANIFESTS]: 2 });
const now = async (): Promise<void> => undefined;

/** Balances by account that know what changed: the simplest state that images can be taken of. */
class Balances implements Imageable {
  readonly values = new Map<string, number>();
  private readonly changed: readonly [Set<string>, Set<string>] = [new Set(), new Set()];
  private moment: [string, number | undefined][] = [];
  private generation: Generation = 0;

  put(account: string, value: number | null): this {
    if (value === null) this.values.delete(account);
    else this.values.set(account, value);
    for (const generation of this.changed) generation.add(account);
    return this;
  }
  beginImage(generation: Generation): void {
    this.generation = generation;
    this.moment = [...this.changed[generation]].map((account) => [account, this.values.get(account)]);
    this.changed[generation].clear();
  }
  takeImage(max: number, piece: (key: string, value: Uint8Array | null) => void): boolean {
    for (const [account, value] of this.moment.splice(0, max))
      piece(account, value === undefined ? null : Buffer.from(String(value)));
    return this.moment.length === 0;
  }
  completeImage(): void {
    this.moment = [];
  }
  abandonImage(): void {
    for (const account of this.values.keys()) this.changed[this.generation].add(account);
  }
  loadPiece(key: string, value: Uint8Array | null): void {
    if (value === null) this.values.delete(key);
    else this.values.set(key, Number(Buffer.from(value)));
  }
  markRestored(generation: Generation): void {
    for (const account of this.values.keys()) this.changed[generation === 0 ? 1 : 0].add(account);
  }
  pieceCount(): number {
    return this.values.size;
  }
}

const open = (connection: KafkaConnection, incarnation = 0): Checkpoints =>
  openCheckpoints({
    connection,
    log: silentLogger,
    topics: { pieces: PIECES, manifests: MANIFESTS },
    name: 'test',
    incarnation,
  });
const restore = (checkpoints: Checkpoints): Promise<Restored<Balances>> =>
  checkpoints.restore(
    0,
    () => new Balances(),
    (state) => state,
  );
const contents = ({ state }: Restored<Balances>): Record<string, number> => Object.fromEntries(state.values);

/** A partition with three images: 0 at position 10, 1 at 20, 2 at 30. */
async function withThreeImages(kafka: MemoryKafka): Promise<Checkpoints> {
  const checkpoints = open(kafka.connect());
  const { state } = await restore(checkpoints);
  state.put('anna', 1).put('ben', 2).put('carl', 3);
  await checkpoints.write(0, state, 10n, now);
  state.put('anna', 11);
  await checkpoints.write(0, state, 20n, now);
  state.put('ben', null).put('dora', 4);
  await checkpoints.write(0, state, 30n, now);
  return checkpoints;
}
const AT_20 = { anna: 11, ben: 2, carl: 3 };
const AT_30 = { anna: 11, carl: 3, dora: 4 };

describe('checkpoints', () => {
  it('restore the newest image, of which each holds only what changed since the one before the last', async () => {
    const kafka = cluster();
    await withThreeImages(kafka);
    expect(kafka.records(PIECES).map(({ key }) => String(key))).toEqual([
      ...['0/anna', '0/ben', '0/carl'],
      ...['1/anna', '1/ben', '1/carl'],
      ...['0/anna', '0/ben', '0/dora'],
    ]);
    const restored = await restore(open(kafka.connect()));
    expect(restored).toMatchObject({ kind: 'IMAGE', position: 30n, image: 2 });
    expect(contents(restored)).toEqual(AT_30);
  });

  it('begin with nothing where there is none, and say so', async () => {
    const restored = await restore(open(cluster().connect()));
    expect(restored).toMatchObject({ kind: 'NONE', reason: 'no image was ever published' });
    expect(contents(restored)).toEqual({});
  });

  it('use the other image where a piece of the newest is corrupt, and go on from there', async () => {
    const kafka = cluster();
    await withThreeImages(kafka);
    kafka.publish([
      {
        topic: PIECES,
        records: [{ key: '0/carl', value: Buffer.from('rubbish of some length'), partition: 0 }],
      },
    ]);
    const checkpoints = open(kafka.connect());
    const restored = await restore(checkpoints);
    expect(restored).toMatchObject({ kind: 'IMAGE', position: 20n, image: 1 });
    expect(contents(restored)).toEqual(AT_20);
    restored.state.put('ben', null).put('dora', 4);
    expect(await checkpoints.write(0, restored.state, 31n, now)).toBe('PUBLISHED');
    expect(await checkpoints.write(0, restored.state, 32n, now)).toBe('PUBLISHED');
    const again = await restore(open(kafka.connect()));
    expect(again).toMatchObject({ position: 32n });
    expect(contents(again)).toEqual(AT_30);
  });

  it('use the other image where a piece of the newest is missing', async () => {
    const kafka = cluster();
    await withThreeImages(kafka);
    kafka.publish([{ topic: PIECES, records: [{ key: '0/carl', value: null, partition: 0 }] }]);
    expect(await restore(open(kafka.connect()))).toMatchObject({ position: 20n, image: 1 });
  });

  it('use the older image where the newest is gone, and never write a number twice', async () => {
    const kafka = cluster();
    await withThreeImages(kafka);
    // Regressed: the word on image 2 is lost, its pieces are there.
    const manifest = {
      format: CHECKPOINT_FORMAT,
      image: 0,
      position: 10n,
      incarnation: 0,
      pieces: 3,
      since: 0,
    };
    kafka.publish([
      { topic: MANIFESTS, records: [{ key: '0', value: encodeManifest(manifest), partition: 0 }] },
    ]);
    const checkpoints = open(kafka.connect());
    const restored = await restore(checkpoints);
    expect(restored).toMatchObject({ kind: 'IMAGE', position: 20n, image: 1 });
    await checkpoints.write(0, restored.state, 21n, now);
    const images = kafka.records(MANIFESTS).map(({ value }) => parseManifest(String(value))?.image);
    expect(images).toEqual([0, 1, 2, 0, 3]);
  });

  it('fold from the log where neither can be used, and take no piece of before into the new line', async () => {
    const kafka = cluster();
    await withThreeImages(kafka);
    for (const key of ['0/carl', '1/carl'])
      kafka.publish([{ topic: PIECES, records: [{ key, value: Buffer.from('rubbish'), partition: 0 }] }]);
    const checkpoints = open(kafka.connect());
    const restored = await restore(checkpoints);
    expect(restored.kind).toBe('NONE');
    expect(restored).toMatchObject({ reason: expect.stringMatching(/image 2: .*; image 1: /) });
    // Told anew by the log, in which nobody but Emma is left; what the images held of others is still in the topic.
    restored.state.put('emma', 5).put('carl', 6);
    await checkpoints.write(0, restored.state, 40n, now);
    await checkpoints.write(0, restored.state, 41n, now);
    expect(contents(await restore(open(kafka.connect())))).toEqual({ emma: 5, carl: 6 });
  });

  it('publish nothing before everything below the position is safe', async () => {
    const kafka = cluster();
    const checkpoints = open(kafka.connect());
    const { state } = await restore(checkpoints);
    state.put('anna', 1);
    let acknowledge: () => void = () => undefined;
    const writing = checkpoints.write(0, state, 10n, () => new Promise((resolve) => (acknowledge = resolve)));
    for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setTimeout(resolve, 1));
    expect(kafka.records(MANIFESTS)).toEqual([]);
    acknowledge();
    expect(await writing).toBe('PUBLISHED');
    expect(kafka.records(MANIFESTS)).toHaveLength(1);
  });

  it('leave no trace of an image whose transaction failed; the next one holds it all', async () => {
    const kafka = cluster();
    const checkpoints = open(kafka.connect());
    const { state } = await restore(checkpoints);
    state.put('anna', 1);
    kafka.failNextTransaction('test-checkpoint-0', 'LOST');
    expect(await checkpoints.write(0, state, 10n, now)).toBe('ABANDONED');
    expect(kafka.records(PIECES)).toEqual([]);
    expect(await checkpoints.write(0, state, 11n, now)).toBe('PUBLISHED');
    expect(contents(await restore(open(kafka.connect())))).toEqual({ anna: 1 });
  });

  it('bear that the answer to a commit was lost', async () => {
    const kafka = cluster();
    const checkpoints = open(kafka.connect());
    const { state } = await restore(checkpoints);
    state.put('anna', 1);
    kafka.failNextTransaction('test-checkpoint-0', 'COMMITTED_UNANSWERED');
    expect(await checkpoints.write(0, state, 10n, now)).toBe('ABANDONED');
    state.put('anna', 2);
    expect(await checkpoints.write(0, state, 20n, now)).toBe('PUBLISHED');
    const restored = await restore(open(kafka.connect()));
    expect(restored).toMatchObject({ position: 20n });
    expect(contents(restored)).toEqual({ anna: 2 });
  });

  it('fence the owner before, whose image then comes to nothing', async () => {
    const kafka = cluster();
    const zombie = await withThreeImages(kafka);
    const checkpoints = open(kafka.connect());
    const restored = await restore(checkpoints);
    const stale = new Balances().put('anna', 999);
    expect(await zombie.write(0, stale, 25n, now)).toBe('ABANDONED');
    expect(await zombie.write(0, stale, 26n, now)).toBe('ABANDONED');
    await checkpoints.write(0, restored.state.put('emma', 5), 40n, now);
    expect(contents(await restore(open(kafka.connect())))).toEqual({ ...AT_30, emma: 5 });
  });

  it('abandon what is under way when the partition goes to somebody else', async () => {
    const kafka = cluster();
    const checkpoints = open(kafka.connect());
    const { state } = await restore(checkpoints);
    state.put('anna', 1);
    let acknowledge: () => void = () => undefined;
    const writing = checkpoints.write(0, state, 10n, () => new Promise((resolve) => (acknowledge = resolve)));
    const dropped = checkpoints.drop(0);
    setTimeout(() => acknowledge(), 20);
    expect(await writing).toBe('ABANDONED');
    await dropped;
    expect(kafka.records(PIECES)).toEqual([]);
  });

  it('keep the state and begin at 0 where the input was made anew under a higher incarnation', async () => {
    const kafka = cluster();
    await withThreeImages(kafka);
    const restored = await restore(open(kafka.connect(), 1));
    expect(restored).toMatchObject({ kind: 'IMAGE', position: 0n });
    expect(contents(restored)).toEqual(AT_30);
  });

  it('refuse an image of a later incarnation than is configured', async () => {
    const kafka = cluster();
    const later = open(kafka.connect(), 1);
    const { state } = await restore(later);
    await later.write(0, state.put('anna', 1), 10n, now);
    expect(await restore(open(kafka.connect(), 0))).toMatchObject({
      kind: 'NONE',
      reason: expect.stringMatching(/incarnation 1, 0 is configured/),
    });
  });

  it('of two folds in the same topics keep apart', async () => {
    const kafka = cluster();
    const connection = kafka.connect();
    const scoped = (scope: string): Checkpoints =>
      openCheckpoints({
        connection,
        log: silentLogger,
        topics: { pieces: PIECES, manifests: MANIFESTS },
        name: `test-${scope}`,
        scope,
        incarnation: 0,
      });
    const [first, second] = [scoped('a:'), scoped('b:')];
    await first.write(0, (await restore(first)).state.put('anna', 1), 10n, now);
    await second.write(0, (await restore(second)).state.put('ben', 2), 20n, now);
    const again = await Promise.all([restore(scoped('a:')), restore(scoped('b:'))]);
    expect(again.map(contents)).toEqual([{ anna: 1 }, { ben: 2 }]);
    expect(again).toMatchObject([{ position: 10n }, { position: 20n }]);
  });

  it('of another format are not guessed at', () => {
    const manifest = {
      format: CHECKPOINT_FORMAT,
      image: 3,
      position: 10n,
      incarnation: 0,
      pieces: 3,
      since: 0,
    };
    expect(parseManifest(encodeManifest(manifest))).toEqual(manifest);
    expect(parseManifest(encodeManifest({ ...manifest, format: CHECKPOINT_FORMAT + 1 }))).toBeNull();
    expect(parseManifest('{')).toBeNull();
  });

  it('know every changed byte of a piece', () => {
    const value = encodePiece(7, Buffer.from('an account'));
    expect(decodePiece(value)).toEqual({ image: 7, piece: Buffer.from('an account') });
    for (let at = 0; at < value.length; at++) {
      const changed = Buffer.from(value);
      changed[at]! ^= 0x10;
      expect(() => decodePiece(changed)).toThrow(CorruptCheckpointError);
    }
  });
});
