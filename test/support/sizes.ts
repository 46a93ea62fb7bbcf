/** The screen sizes at which every page is checked. */
export const sizes = {
  laptop: { width: 1280, height: 900 },
  /** An iPad upright: the till's own device. */
  tablet: { width: 820, height: 1180 },
  phone: { width: 390, height: 844 },
  /** A laptop's 1280 by 1024 magnified four times (WCAG 1.4.10). */
  magnified: { width: 320, height: 256 },
};

/** The widths that `npm run pages` checks, in both languages: from the smallest phone to a big screen. */
export const everyWidth = [360, 390, 768, 820, 1024, 1180, 1280, 1920];

/** True if this run checks all of them: `npm run pages`. */
export const isEveryLook = process.env["MUSUBI_PAGES"] === "all";
