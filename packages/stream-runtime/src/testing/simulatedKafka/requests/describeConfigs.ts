import { ERRORS } from '../wire/errorCodes';
import { type RequestHandler, throttled } from './requestHandler';

const TOPIC = 2;
const TOPIC_CONFIG = 1;

/** Says the one setting that clients ask for: the largest batch that a topic takes. */
export const describeConfigs: RequestHandler = {
  name: 'DescribeConfigs',
  key: 32,
  version: 2,
  handle({ topics }, body, _host, respond) {
    const resources = body.array(() => {
      const type = body.int8();
      const name = body.string();
      return { type, name, settings: body.nullableArray(() => body.string()) };
    });
    const out = throttled();
    out.array(resources, ({ type, name }) => {
      const spec = type === TOPIC ? topics.specs[name] : undefined;
      out.int16(spec === undefined ? ERRORS.UNKNOWN_TOPIC_OR_PARTITION : ERRORS.NONE).string(null);
      out.int8(type).string(name);
      out.array(spec === undefined ? [] : [spec.batchBytesMax], (bytes) => {
        out.string('max.message.bytes').string(String(bytes)).int8(0).int8(TOPIC_CONFIG).int8(0).int32(0);
      });
    });
    respond(out);
  },
};
