import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { packageRoot } from "../../src/kit/package-root.ts";
import { until } from "../support/wait.ts";

/** nginx, at the path of Debian's package. */
export const proxyProgram = "/usr/sbin/nginx";

/**
 * Starts nginx on a port of 127.0.0.1, without TLS, in front of web servers on these ports, with the project's own
 * `deploy/nginx-proxy.conf` and the upstream of `deploy/nginx.conf`.
 */
export async function startProxy(
  port: number,
  ports: number[],
): Promise<{ url: string; stop(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), "musubi-proxy-"));
  const example = await readFile(join(packageRoot, "deploy", "nginx.conf"), "utf8");
  let nth = 0;
  const upstream = (/^upstream musubi \{.*?^\}/ms.exec(example)?.[0] ?? "").replaceAll(
    /127\.0\.0\.1:\d+/g,
    () => `127.0.0.1:${ports[nth++] ?? 0}`,
  );
  const places = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
    .map((name) => `${name}_temp_path ${folder}/${name};`)
    .join("\n");
  const config = join(folder, "nginx.conf");
  await writeFile(
    config,
    `daemon off; pid ${folder}/pid; error_log ${folder}/errors.log;
events {}
http {
  access_log off;
  ${places}
  ${upstream}
  server { listen 127.0.0.1:${port}; client_max_body_size 64m; include ${join(packageRoot, "deploy", "nginx-proxy.conf")}; }
}
`,
  );
  const tested = spawnSync(proxyProgram, ["-t", "-q", "-c", config, "-e", join(folder, "errors.log")], {
    encoding: "utf8",
  });
  if (tested.status !== 0) throw new Error(`nginx does not take the configuration: ${tested.stderr}`);
  const child = spawn(proxyProgram, ["-c", config, "-e", join(folder, "errors.log")], { stdio: "ignore" });
  const ended = once(child, "exit");
  const takeAlong = () => void child.kill("SIGKILL");
  process.once("exit", takeAlong);
  const url = `http://127.0.0.1:${port}`;
  await until("nginx serves", async () => (await fetch(`${url}/healthz`)).ok);
  return {
    url,
    stop: async () => {
      child.kill("SIGTERM");
      await ended;
      process.removeListener("exit", takeAlong);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
