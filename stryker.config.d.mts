/** The files that only decide, from the project's root. */
export const pureFiles: string[];
/** Where their tests stand beside them, where they have some of their own. */
export const pureTests: string[];
