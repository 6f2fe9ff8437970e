import { takeHost } from './hostRegistry';

/** jest's global teardown of the projects `int` and `e2e`. */
export default async function globalTeardown(): Promise<void> {
  await takeHost()?.close();
}
