import fetchDefinition from 'kafkajs/src/protocol/requests/fetch';
import produceDefinition, { type ProduceFactory } from 'kafkajs/src/protocol/requests/produce';
import { decodeFetchResponse } from './fetchResponse';
import { watchJoins } from './joinedGroups';
import { restIdleConnections } from './pendingRequests';
import { encodeProduceRequest, type ProduceOptions } from './produceRequest';

/** The forms that ours are written for: Kafka 2.3 and later answer with them. */
const PRODUCE_VERSIONS: ReadonlySet<number> = new Set([3, 4, 5, 6, 7]);
const FETCH_VERSION = 11;

let isUsed = false;

/**
 * From here on, kafkajs encodes produce requests of record batches, and decodes fetch responses, by `produceRequest` and
 * `fetchResponse` of this folder. kafkajs looks both up at each request, as `definition.protocol({ version })`: that
 * one property is replaced, in memory; whatever ours are not written for goes the old way. Called by `connectKafka`; once is enough.
 */
export function useLeanWire(): void {
  if (isUsed) return;
  isUsed = true;
  watchJoins();
  restIdleConnections();
  const produceOf = produceDefinition.protocol;
  produceDefinition.protocol = ({ version }) =>
    PRODUCE_VERSIONS.has(version) ? leanProduce(produceOf({ version })) : produceOf({ version });
  const fetchOf = fetchDefinition.protocol;
  fetchDefinition.protocol = ({ version }) => {
    const fetch = fetchOf({ version });
    if (version !== FETCH_VERSION) return fetch;
    return (options) => {
      const made = fetch(options);
      const { response } = made;
      const decode = async (bytes: Buffer) => (await decodeFetchResponse(bytes)) ?? response.decode(bytes);
      return { ...made, response: { decode, parse: response.parse } };
    };
  };
}

function leanProduce(produce: ProduceFactory): ProduceFactory {
  return (options) => {
    const made = produce(options);
    if (!isEncoded(options)) return made;
    return { ...made, request: { ...made.request, encode: async () => encodeProduceRequest(options) } };
  };
}

/** Whether all messages of a request are batches of ours, sent as they are. */
function isEncoded(options: object): options is ProduceOptions {
  const { topicData, compression } = options as {
    topicData: ProduceOptions['topicData'];
    compression?: number;
  };
  return (
    (compression ?? 0) === 0 &&
    topicData.every(({ partitions }) => partitions.every(({ messages }) => 'encoded' in messages))
  );
}
