import { createTheme, type MantineColorsTuple } from "@mantine/core";

/** 藍 (indigo): for what can be pressed, and what is selected. */
const ai: MantineColorsTuple = [
  "#eef3fa",
  "#dbe5f2",
  "#b4c8e3",
  "#8ba9d4",
  "#688fc7",
  "#527fbf",
  "#3f6cae",
  "#2b5596",
  "#224678",
  "#1b3860",
];

/** 朱 (vermilion): for the logo, and for what went wrong. */
const shu: MantineColorsTuple = [
  "#fdf0ed",
  "#f8ddd7",
  "#f0b8ac",
  "#e88f7e",
  "#e16d57",
  "#dd573e",
  "#c9442c",
  "#b23622",
  "#932a1a",
  "#752012",
];

/** The device's own fonts. A device without Japanese ones uses those of `ui/letters`; a phone loads none. */
const font =
  '"Hiragino Sans", "Noto Sans JP", "Noto Sans CJK JP", "Yu Gothic UI", Meiryo, "Musubi Letters", system-ui, sans-serif';

/** The theme of all pages. How to use it: docs/design.md. */
export const theme = createTheme({
  colors: { ai, shu },
  primaryColor: "ai",
  primaryShade: 7,
  black: "#1d2733",
  fontFamily: font,
  headings: {
    fontFamily: font,
    fontWeight: "650",
    sizes: {
      h1: { fontSize: "1.5rem", lineHeight: "1.35" },
      h2: { fontSize: "1.125rem", lineHeight: "1.45" },
      h3: { fontSize: "1rem", lineHeight: "1.5" },
    },
  },
  defaultRadius: "md",
  cursorType: "pointer",
  respectReducedMotion: true,
  components: {
    // A phone's keyboard capitalizes the first letter even of codes, IDs, mail addresses and search words.
    TextInput: { defaultProps: { autoCapitalize: "none" } },
    PasswordInput: { defaultProps: { autoCapitalize: "none" } },
    Paper: { defaultProps: { withBorder: true, radius: "md", p: "md" } },
    InputWrapper: { defaultProps: { inputWrapperOrder: ["label", "description", "input", "error"] } },
    Badge: { defaultProps: { variant: "light", radius: "sm", tt: "none" } },
    Anchor: { defaultProps: { underline: "hover" } },
    Modal: { defaultProps: { centered: true } },
  },
});
