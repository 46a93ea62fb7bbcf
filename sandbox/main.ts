import { startSandbox, type Sandbox } from "./start.ts";

const { SANDBOX_PORT, SANDBOX_HOST, SANDBOX_FILE, SANDBOX_EXIT_WITH_STDIN } = process.env;
const options = {
  seed: true,
  ...(SANDBOX_HOST === undefined ? {} : { host: SANDBOX_HOST }),
  ...(SANDBOX_FILE === undefined ? {} : { file: SANDBOX_FILE }),
};

async function open(): Promise<Sandbox> {
  const port = Number(SANDBOX_PORT ?? "3001");
  try {
    return await startSandbox({ ...options, port });
  } catch (error) {
    // The usual port is taken: any other will do, since its address is printed.
    if (!(error instanceof Error && "code" in error && error.code === "EADDRINUSE")) throw error;
    return await startSandbox({ ...options, port: 0 });
  }
}

const sandbox = await open();
process.stdout.write(`${JSON.stringify({ sandbox: sandbox.url })}\n`);
process.stdout.write(
  `練習用スマレジ (local Smaregi): till page at ${sandbox.url}/till, control API in docs/sandbox.md\n`,
);

async function stop(): Promise<void> {
  await sandbox.close();
  process.exit(0);
}
process.on("SIGTERM", () => void stop());
process.on("SIGINT", () => void stop());
if (SANDBOX_EXIT_WITH_STDIN === "1") {
  process.stdin.resume();
  process.stdin.on("end", () => void stop());
  process.stdin.on("error", () => void stop());
}
