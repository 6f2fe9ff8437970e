import type { Generation } from '@sluice/log-format';
import { z } from 'zod';

/** Version of the checkpoint format. A build reads its own only: another one restores by folding the log. */
export const CHECKPOINT_FORMAT = 1;

/** What says that an image is whole; written with the last of its pieces in one transaction. */
export interface Manifest {
  readonly format: number;
  /** Running number of the image of this partition; its generation is this modulo 2. */
  readonly image: number;
  /** The image holds everything below this offset of the input. */
  readonly position: bigint;
  /** Configured incarnation of the input topic. */
  readonly incarnation: number;
  /** Keys that are not tombstones in the whole generation. */
  readonly pieces: number;
  /**
   * First image number of this generation's line. Where a fold was restored from the other generation, or from none, this
   * one was written anew as a whole: pieces of older images do not belong to it.
   */
  readonly since: number;
}

export function generationOf(image: number): Generation {
  return image % 2 === 0 ? 0 : 1;
}

export function encodeManifest(manifest: Manifest): string {
  return JSON.stringify({ ...manifest, position: manifest.position.toString() });
}

const whole = z.number().int().nonnegative();
const shape = z.object({
  format: z.literal(CHECKPOINT_FORMAT),
  image: whole,
  position: z
    .string()
    .regex(/^\d{1,19}$/)
    .transform(BigInt),
  incarnation: whole,
  pieces: whole,
  since: whole,
});

/** The manifest, or null where it is of another format or was not written by us. */
export function parseManifest(text: string): Manifest | null {
  try {
    const parsed = shape.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
