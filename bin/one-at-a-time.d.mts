/** The folder of package.json. */
export const root: string;

/** Runs `work` while no other process runs the work of this name in this folder. Returns its result. */
export function oneAtATime<Result>(name: string, work: () => Result): Result;
