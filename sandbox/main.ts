import { startSandbox, type Sandbox } from "./start.ts";

const { SANDBOX_PORT, SANDBOX_PORT_STRICT, SANDBOX_HOST, SANDBOX_FILE, SANDBOX_EXIT_WITH_STDIN } =
  process.env;
const options = {
  seed: true,
  ...(SANDBOX_HOST === undefined ? {} : { host: SANDBOX_HOST }),
  ...(SANDBOX_FILE === undefined ? {} : { file: SANDBOX_FILE }),
};

function readPort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  process.stderr.write(`SANDBOX_PORT: ${text} is no port (0 to 65535).\n`);
  return process.exit(1);
}

async function open(): Promise<Sandbox> {
  const port = readPort(SANDBOX_PORT ?? "3001");
  try {
    return await startSandbox({ ...options, port });
  } catch (error) {
    const isTaken = error instanceof Error && "code" in error && error.code === "EADDRINUSE";
    if (!isTaken) throw error;
    if (SANDBOX_PORT_STRICT !== undefined && SANDBOX_PORT_STRICT !== "" && SANDBOX_PORT_STRICT !== "0") {
      process.stderr.write(`Port ${port} is taken, and SANDBOX_PORT_STRICT is set.\n`);
      return process.exit(1);
    }
    // Any other port is fine, because its address is printed.
    return await startSandbox({ ...options, port: 0 });
  }
}

const sandbox = await open();
// The process that started it may be gone by now: then no one reads the output, and it ends with its standard input.
process.stdout.on("error", () => undefined);
process.stdout.write(`${JSON.stringify({ sandbox: sandbox.url })}\n`);
process.stdout.write(`練習用スマレジ (the local Smaregi): ${sandbox.url}/till\n`);

let stopping = false;
async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  await sandbox.close();
  process.exit(0);
}
process.on("SIGTERM", () => void stop());
process.on("SIGINT", () => void stop());
if (SANDBOX_EXIT_WITH_STDIN === "1") {
  process.stdin.resume();
  for (const event of ["end", "close", "error"]) process.stdin.on(event, () => void stop());
}
