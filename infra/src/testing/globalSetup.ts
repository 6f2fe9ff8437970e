import { keepHost } from './hostRegistry';
import { openStackHost } from './stackHost';

/** jest's global setup of the projects `int` and `e2e`: opens the host, which starts a stack when a test file asks for it. */
export default async function globalSetup(): Promise<void> {
  keepHost(await openStackHost());
}
