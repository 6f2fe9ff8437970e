/** Whether node_modules under `root` hold what package-lock.json asks for, as npm wrote down when it installed them. */
export function modulesAreInstalled(root: string): boolean;
