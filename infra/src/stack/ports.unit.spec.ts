import { createServer, type Server } from 'node:net';
import { FIXED_PORTS, fixedPortsFrom, freePorts, requireFree } from './ports';

function listenOn(port: number): Promise<Server> {
  return new Promise((resolve) => {
    const server = createServer().listen(port, '127.0.0.1', () => resolve(server));
  });
}

test('free ports are different from each other and can be listened on', async () => {
  const ports = await freePorts(20);
  expect(new Set(ports).size).toBe(20);
  const servers = await Promise.all(ports.map(listenOn));
  for (const server of servers) server.close();
});

test('a taken port is named with whose it is and how to move it', async () => {
  const [port = 0] = await freePorts(1);
  await expect(requireFree({ registry: port })).resolves.toBeUndefined();
  const server = await listenOn(port);
  await expect(requireFree({ registry: port })).rejects.toMatchObject({
    code: 'PORT_TAKEN',
    message: `The schema registry's port ${port} is taken by another process: stop that one, or choose another port with SLUICE_STACK_REGISTRY_PORT.`,
  });
  server.close();
});

test('the environment moves single ports of the fixed ones', () => {
  expect(fixedPortsFrom({})).toEqual(FIXED_PORTS);
  expect(fixedPortsFrom({ SLUICE_STACK_POSTGRES_PORT: ' 5433 ', SLUICE_STACK_KAFKA_PORT: '' })).toEqual({
    ...FIXED_PORTS,
    postgres: 5433,
  });
});

test.each(['0', '65536', '-1', '80a', '1e3'])('%s is no port', (value) => {
  expect(() => fixedPortsFrom({ SLUICE_STACK_CONTROLLER_PORT: value })).toThrow(
    `SLUICE_STACK_CONTROLLER_PORT holds "${value}": it must be a port from 1 to 65535.`,
  );
});
