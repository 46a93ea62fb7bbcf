import { describe, expect, it } from "vitest";
import { Problem, withQuery } from "./api.ts";
import { fieldErrors } from "./fields.ts";

describe("a refusal beside its fields", () => {
  it("has the form's paths, and of several words for a field the first", () => {
    const errors = [
      { path: "lines[0].quantity", message: "first" },
      { path: "lines[0].quantity", message: "second" },
      { path: "variations[10].questions[2].name", message: "deep" },
    ];
    expect(fieldErrors(new Problem(422, "invalid", "no", errors))).toEqual({
      "lines.0.quantity": "first",
      "variations.10.questions.2.name": "deep",
    });
  });

  it("is nothing where no field is named", () => {
    for (const other of [null, undefined, new Error("lines[0]"), new Problem(0, "away", "away")])
      expect(fieldErrors(other)).toEqual({});
  });
});

describe("a path with what is asked of it", () => {
  it("leaves out what is absent or empty, and keeps false and 0", () => {
    expect(withQuery("/a", { q: "", cursor: undefined })).toBe("/a");
    expect(withQuery("/a", { q: "茶 &", published: false, limit: 0 })).toBe(
      "/a?q=%E8%8C%B6+%26&published=false&limit=0",
    );
  });
});
