/** True if this is a system error with one of these codes: `ENOENT`, `EEXIST`, ... */
export function isSystemError(error: unknown, ...codes: string[]): boolean {
  return (
    error instanceof Error && "code" in error && typeof error.code === "string" && codes.includes(error.code)
  );
}
