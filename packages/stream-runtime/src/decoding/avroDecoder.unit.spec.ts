import { offlineEventCodec, type RecordCodec, RegistryUnavailable } from '@sluice/event-codec';
import { TransientError } from '../api';
import { avroDecoder } from './avroDecoder';

const codec = offlineEventCodec().transferOutcomes;
const outcome = {
  transferId: 'T-1',
  truth: 'FRAUD',
  payerResponse: 'NONE',
  source: 'analyst',
  at: 1,
} as const;
/** In the form of the wire, under a schema id that nobody registered. */
const unknown = Buffer.concat([Buffer.from([0, 0, 0, 0x27, 0x10]), codec.encode(outcome).subarray(5)]);

describe('decoding what a service reads', () => {
  it('gives the value of a known schema', async () => {
    const decode = avroDecoder(() => 0);
    expect(await decode(codec.encode(outcome), codec)).toEqual({ ok: true, value: outcome });
  });

  it('waits for a schema that may yet be registered, then gives up on the record', async () => {
    let now = 0;
    const decode = avroDecoder(() => now, 10_000);
    await expect(async () => decode(unknown, codec)).rejects.toThrow(TransientError);
    now = 9_999;
    await expect(async () => decode(unknown, codec)).rejects.toThrow(TransientError);
    now = 10_000;
    expect(await decode(unknown, codec)).toMatchObject({ ok: false, problem: { code: 'UNKNOWN_SCHEMA' } });
  });

  it('waits while the registry is away, however long', async () => {
    const away: RecordCodec<typeof outcome> = {
      ...(codec as RecordCodec<typeof outcome>), // the same records, with a literal type
      decode: () => Promise.reject(new RegistryUnavailable('registry: no answer')),
    };
    const decode = avroDecoder(() => 0, 0);
    await expect(async () => decode(unknown, away)).rejects.toThrow(TransientError);
  });

  it('refuses bytes that are no Avro at once', async () => {
    const decode = avroDecoder(() => 0);
    expect(await decode(Buffer.from('{}'), codec)).toMatchObject({
      ok: false,
      problem: { code: 'UNDECODABLE' },
    });
  });
});
