import { describe, expect, it } from "vitest";
import { actors, staffActor, tellActor } from "./actors.ts";

describe("who did it", () => {
  it.each(Object.values(actors))("%s is told in both languages", (actor) => {
    expect(tellActor(actor, "ja")).toMatch(/^[\u3041-\u9fff()]+$/);
    expect(tellActor(actor, "en")).toMatch(/^[A-Z][a-z, ]+$/);
  });

  it("persons and keys keep their names, also such as are called like one of ours", () => {
    expect(tellActor(staffActor("山田 花子"), "ja")).toBe("管理画面: 山田 花子");
    expect(tellActor(staffActor("山田 花子"), "en")).toBe("Console: 山田 花子");
    expect(tellActor(staffActor("会費"), "en")).toBe("Console: 会費");
    expect(tellActor("API: 夜間", "en")).toBe("API: 夜間");
    expect(tellActor("smaregi", "en")).toBe("smaregi");
  });
});
