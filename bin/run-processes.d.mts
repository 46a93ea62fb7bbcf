/** Returns the living processes of a test run, ourselves aside, each with its command line. */
export function processesOf(folder: string): { pid: number; program: string }[];
