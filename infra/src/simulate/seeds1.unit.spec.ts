import { holdsForSeeds } from './testing/holdsForSeeds';

// One of four files, so that cores share the thousand.
describe('simulated crashes, zombies and broken connections', () => holdsForSeeds(1, 250));
