/** Returns the living processes of a test run, except ourselves, each with its command line. */
export function processesOf(folder: string): { pid: number; program: string }[];
