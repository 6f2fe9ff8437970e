/** The checkout. */
export const ROOT: string;
/** Where what Maven fetched is kept, inside the checkout and ignored by git. */
export const ARTIFACTS: string;

export type ArtifactName = 'kafka' | 'registry';

/** The pom that says what is fetched. */
export function pomOf(name: ArtifactName): string;

/**
 * The folder of an artifact. Its name changes with the pom, so that whatever is there is what the pom asks for; it appears
 * in one step, complete.
 */
export function artifactFolder(name: ArtifactName): string;
