export type TestRun = {
  /** The temporary folder of this process and of everything it starts. */
  folder: string;
  /** What is left, in words, some seconds after everything should have ended. */
  leftBehind(): Promise<string[]>;
  /** Ends every process of the run, and removes its folder. */
  end(): Promise<void>;
};

/**
 * Gives this process, and everything it starts from now on, a temporary folder. When this process ends, in any way,
 * the folder is removed and every process of the folder ended. Null if this process is already part of such a run.
 */
export function openRun(): TestRun | null;
