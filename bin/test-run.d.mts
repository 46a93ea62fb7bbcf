export type TestRun = {
  /** The temporary folder of this process and of all that it starts. */
  folder: string;
  /** What is still there, in words, some seconds after all should have ended. */
  leftBehind(): Promise<string[]>;
  /** Ends every process of the run, and removes its folder. */
  end(): Promise<void>;
};

/**
 * Gives this process, and all that it starts from now on, a temporary folder that is removed when this process ends,
 * however it ends, and every process of the folder ended. Null where this process is part of such a run already.
 */
export function openRun(): TestRun | null;
