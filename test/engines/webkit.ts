import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { createInterface } from "node:readline";
import { until } from "../support/wait.ts";

const driver = "/usr/bin/WebKitWebDriver";
const screen = "/usr/bin/Xvfb";
/** WebDriver's key for an element. */
const element = "element-6066-11e4-a52e-4f735466cecf";
/** A driver that does not answer a command within this time has lost its page. */
const patienceMs = 30_000;

/** A page in WebKit, the engine of Safari: the part of WebDriver that a walk needs. */
export type WebKitPage = {
  goto(url: string): Promise<void>;
  /** Runs a script in the page and returns its result. */
  run<T>(script: string, ...given: unknown[]): Promise<T>;
  /** Waits until an expression of the page is true. */
  until(what: string, expression: string): Promise<void>;
  resize(size: { width: number; height: number }): Promise<void>;
  /** Clicks, or types into, what an XPath or a CSS selector finds, as soon as it is there. */
  click(selector: string): Promise<void>;
  type(selector: string, text: string): Promise<void>;
  close(): Promise<void>;
};

/** Finds the browser program of WebKitGTK, or what this machine lacks for it; Debian and Ubuntu: `webkit2gtk-driver` and `xvfb`. */
export function findWebKit(): { program: string } | { missing: string } {
  const folders = ["x86_64-linux-gnu", "aarch64-linux-gnu"].flatMap((machine) =>
    ["webkitgtk-6.0", "webkit2gtk-4.1", "webkit2gtk-4.0"].map((name) => `/usr/lib/${machine}/${name}`),
  );
  const program = folders.map((folder) => `${folder}/MiniBrowser`).find((path) => existsSync(path));
  if (!existsSync(driver) || program === undefined) return { missing: `there is no ${driver}` };
  return existsSync(screen) ? { program } : { missing: `there is no ${screen}` };
}

async function openScreen(): Promise<{ display: string; process: ChildProcess }> {
  const words = ["-displayfd", "1", "-screen", "0", "1400x1300x24", "-nolisten", "tcp"];
  const process = spawn(screen, words, { stdio: ["ignore", "pipe", "ignore"] });
  const [line] = (await once(createInterface({ input: process.stdout }), "line")) as [string];
  return { display: `:${line}`, process };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

/** Opens a WebKit for the caller on an invisible screen. */
export async function openWebKit(program: string): Promise<WebKitPage> {
  const [shown, port] = [await openScreen(), await freePort()];
  const env = {
    ...process.env,
    DISPLAY: shown.display,
    LIBGL_ALWAYS_SOFTWARE: "1",
    WEBKIT_DISABLE_DMABUF_RENDERER: "1",
    // It loads our own pages only; its sandbox does not open in most containers, nor as root.
    WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: "1",
  };
  const driving = spawn(driver, [`--port=${port}`, "--host=127.0.0.1"], { stdio: "ignore", env });
  const call = async (method: string, path: string, body: object = {}): Promise<unknown> => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      signal: AbortSignal.timeout(patienceMs),
      ...(method === "POST" ? { body: JSON.stringify(body) } : {}),
    });
    const { value } = (await response.json()) as { value: { error?: string; message?: string } };
    if (!response.ok) throw new Error(`${method} ${path}: ${value.error} ${value.message}`);
    return value;
  };
  await until("WebKit's driver", () => call("GET", "/status"));
  const options = { binary: program, args: ["--automation", "--full-screen"] };
  const capabilities = { alwaysMatch: { "webkitgtk:browserOptions": options } };
  const { sessionId } = (await call("POST", "/session", { capabilities })) as { sessionId: string };
  const at = (path: string, body: object) => call("POST", `/session/${sessionId}${path}`, body);
  const find = async (selector: string): Promise<string> => {
    const using = selector.startsWith("/") ? "xpath" : "css selector";
    return await until(selector, async () => {
      const found = (await at("/element", { using, value: selector })) as Record<string, string>;
      return found[element];
    });
  };
  const run = async <T>(script: string, ...args: unknown[]) =>
    (await at("/execute/sync", { script, args })) as T;
  return {
    goto: async (url) => void (await at("/url", { url })),
    run,
    until: async (what, expression) => void (await until(what, () => run<boolean>(`return ${expression}`))),
    resize: async ({ width, height }) => void (await at("/window/rect", { width, height })),
    click: async (selector) => void (await at(`/element/${await find(selector)}/click`, {})),
    type: async (selector, text) => void (await at(`/element/${await find(selector)}/value`, { text })),
    close: async () => {
      await call("DELETE", `/session/${sessionId}`).catch(() => undefined);
      driving.kill();
      shown.process.kill();
    },
  };
}
