import { expect, it } from "vitest";
import { askBy, Problem } from "./api.ts";

const reached = (answer: () => Promise<Response>) => askBy({ fetch: answer, language: () => "ja" });
const html = (status: number) => new Response("<html>Bad Gateway</html>", { status });

it.each([
  ["nothing answers", () => Promise.reject(new TypeError("Failed to fetch")), 0],
  ["a gateway answers", () => Promise.resolve(html(502)), 502],
  ["a network's sign-in answers", () => Promise.resolve(html(200)), 200],
])("where %s, it is said that what was entered is kept, and what to do", async (_, answer, status) => {
  const error: unknown = await reached(answer)("PUT", "/api/v1/orders").catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(Problem);
  expect(error).toMatchObject({
    status,
    message: expect.stringMatching(/入力した内容はそのまま残っています。.*もう一度お試しください。$/),
  });
});
