/** The folder of package.json. */
export const root: string;

/** Runs `work` while no other process runs the work of this name in this folder. Returns what it returns. */
export function oneAtATime<Result>(name: string, work: () => Result): Result;
