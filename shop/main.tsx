import "@mantine/core/styles/baseline.css";
import "@mantine/core/styles/default-css-variables.css";
import "@mantine/core/styles/global.css";
import { RouterProvider } from "@tanstack/react-router";
import { readLanguage } from "../ui/language.tsx";
import { mount } from "../ui/mount.tsx";
import { openClient } from "../ui/Provider.tsx";
import { readDrawn } from "./drawn.ts";
import { placeHere } from "./frame/shop.ts";
import { openRouter } from "./router.tsx";
import "./shop.css";

const client = openClient();
const drawn = readDrawn();
for (const [key, data] of drawn?.known ?? []) client.setQueryData(key, data);
const router = openRouter({ place: placeHere(), client });
// The server knows the language from a cookie, which may be gone. Then the page is drawn again.
const isDrawn = drawn?.language === readLanguage() && drawn.path === location.pathname;
if (isDrawn) {
  router.ssr = { manifest: undefined };
  // To take over the server's HTML, the data has to be there at once, as it was on the server.
  await router.load();
}
mount(<RouterProvider router={router} />, { client, isDrawn });
