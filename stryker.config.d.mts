/** The files that only decide, from the project's root. */
export const pureFiles: string[];
